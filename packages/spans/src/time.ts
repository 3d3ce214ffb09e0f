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

/** As Go prints a time: `2026-01-31 12:00:00.5 +0000 UTC`. */
export function goTime(nano: bigint): string {
  const [day, clock] = new Date(Number(nano / 1_000_000n)).toISOString().split(/[T.]/)
  const fraction = String(nano % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${day} ${clock}${fraction && '.'}${fraction} +0000 UTC`
}
