const float = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

/** A number as Go reads it. */
export function parseNumber(text: string): number | undefined {
  if (float.test(text)) return Number(text)
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  const [, minus, infinite] = /^(?:\+|(-)?)(inf(?:inity)?)$/i.exec(text) ?? []
  if (!infinite) return undefined
  return minus ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

const thousand = ['', 'k', 'm', 'g', 't', 'p', 'e']
const bytes = /^\s*(\d+(?:\.\d+)?)\s*([kmgtpe]?)(i?)b?\s*$/i

/** `5KB`, `1.5MiB`, `300`: units are decimal, or binary with an `i`. */
export function parseBytes(text: string): number | undefined {
  const [, amount, unit = '', binary] = bytes.exec(text) ?? []
  if (amount === undefined) return undefined
  return Number(amount) * (binary ? 1024 : 1000) ** thousand.indexOf(unit.toLowerCase())
}

const units: Record<string, bigint> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
  y: 31_536_000_000_000_000n,
}

/** A duration of a query, which has days, weeks and years too: `5m`, `1h30m`, `7d`. */
export function parseRangeDuration(text: string): bigint | undefined {
  if (!/^(?:\d+(?:ns|us|µs|ms|[smhdwy]))+$/.test(text)) return undefined
  let total = 0n
  for (const [, amount = '0', unit = ''] of text.matchAll(/(\d+)([a-zµ]+)/g)) {
    total += BigInt(amount) * (units[unit] ?? 0n)
  }
  return total
}
