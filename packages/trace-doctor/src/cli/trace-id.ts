/**
 * The id of a trace out of what people paste: the id, or a traceparent or traceresponse header.
 * Jaeger shows an id whose upper half is zero with 16 digits.
 */
export function findTraceId(text: string): string | undefined {
  const value = text.trim().replace(/^(traceparent|traceresponse)\s*:\s*/i, '')
  const inHeader = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})?-/i.exec(value)?.[1]
  const id = (inHeader ?? value).toLowerCase()
  return /^([0-9a-f]{16}){1,2}$/.test(id) && !/^0+$/.test(id) ? id.padStart(32, '0') : undefined
}
