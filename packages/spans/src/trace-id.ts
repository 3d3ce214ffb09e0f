/** What a span or a link without an id has, as in the protocol's own messages. */
export const noTraceId = '0'.repeat(32)
export const noSpanId = '0'.repeat(16)

/** As traces hold it: 32 lower-case hex digits. Some print 64-bit ids short. */
export function toTraceId(id: unknown): string {
  if (typeof id === 'string' && /^([0-9a-f]{16}){1,2}$/i.test(id)) {
    return id.toLowerCase().padStart(32, '0')
  }
  const got = typeof id === 'string' ? JSON.stringify(id.slice(0, 60)) : String(id)
  throw new TypeError(`expected a trace id of 32 hex digits, got ${got}`)
}

/** As Jaeger's own JSON shows it: an id with an empty upper half has 16 digits. */
export function shortTraceId(traceId: string): string {
  return traceId.startsWith('0000000000000000') ? traceId.slice(16) : traceId
}
