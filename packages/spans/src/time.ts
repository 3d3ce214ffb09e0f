const rfc3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(Z|z|[+-]\d{2}:\d{2})$/

/** Unix nanoseconds of an RFC 3339 time; Date alone would round to milliseconds. */
export function parseRfc3339(text: string): bigint | undefined {
  const [, day, clock, fraction = '', zone] = rfc3339.exec(text) ?? []
  const ms = Date.parse(`${day}T${clock}${zone?.toUpperCase()}`)
  if (Number.isNaN(ms)) return undefined
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

export function toRfc3339(nanoseconds: bigint): string {
  const digits = String(nanoseconds % 1_000_000_000n).padStart(9, '0')
  const date = new Date(Number(nanoseconds / 1_000_000n)).toISOString()
  return date.replace(/\.\d+Z$/, `.${digits}Z`)
}

const second = 1_000_000_000n

/** As Go prints a time: `2026-01-31 12:00:00.5 +0000 UTC`. */
export function goTime(nano: bigint): string {
  const fractional = ((nano % second) + second) % second
  const ms = (nano - fractional) / 1_000_000n
  const [day, clock] = new Date(Number(ms)).toISOString().split(/[T.]/)
  const fraction = String(fractional).padStart(9, '0').replace(/0+$/, '')
  return `${day} ${clock}${fraction && '.'}${fraction} +0000 UTC`
}

/** As Go prints a duration: `10.750061ms`, `1h0m5s`. */
export function goDuration(nano: bigint): string {
  if (nano < 0n) return `-${goDuration(-nano)}`
  if (nano === 0n) return '0s'
  if (nano < 1000n) return `${nano}ns`
  if (nano < 1_000_000n) return `${decimal(nano, 3)}µs`
  if (nano < 1_000_000_000n) return `${decimal(nano, 6)}ms`
  const minutes = nano / 60_000_000_000n
  const seconds = `${decimal(nano % 60_000_000_000n, 9)}s`
  if (minutes === 0n) return seconds
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`
}

/** With the point before so many of its last digits. */
function decimal(value: bigint, digits: number): string {
  const text = String(value).padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return text.slice(0, -digits) + (fraction && `.${fraction}`)
}
