const nanosecondsOf: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}
const goDuration = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/

/** Nanoseconds of a duration as Go writes it: `1.5s`, `1m30s`, `100us`, `0`. */
export function parseGoDuration(text: string): bigint | undefined {
  if (text === '0') return 0n
  if (!goDuration.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    total += Number(amount) * (nanosecondsOf[unit ?? ''] ?? 0)
  }
  return BigInt(Math.round(text.startsWith('-') ? -total : total))
}

let last = { ms: 0, readings: 0n }

/**
 * This clock counts milliseconds. Within one, each reading is a nanosecond later than the one before,
 * so that two equal lines that get their time from it are not taken for one.
 */
export function nowNano(): bigint {
  const ms = Date.now()
  last = { ms, readings: ms === last.ms ? last.readings + 1n : 0n }
  return BigInt(ms) * 1_000_000n + last.readings
}

/**
 * The end of "until now": this clock counts milliseconds, those that wrote spans and lines are
 * finer, and what was written a moment ago belongs to the answer.
 */
export function justAfterNow(): bigint {
  return nowNano() + 1_000_000_000n
}
