export interface TraceReference {
  traceId: string
  spanId?: string
}

// https://www.w3.org/TR/trace-context/#traceparent-header
const traceparent =
  /(?<![0-9a-f])[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?![0-9a-f])/i
const bareId = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi
const shortId = /^[0-9a-f]{16}$/i // a 64-bit id, as older Jaeger clients make

/**
 * The trace that a pasted text names: an id, a `traceparent`, a link or a log line. A text that
 * names two traces gives none.
 */
export function findTraceReference(text: string): TraceReference | undefined {
  const header = traceparent.exec(text)
  if (header?.[1] && header[2]) return checked(header[1], header[2])
  const ids = new Set(text.match(bareId)?.map((id) => id.toLowerCase()))
  const [id] = ids
  if (id && ids.size === 1) return checked(id)
  if (shortId.test(text.trim())) return checked(text.trim().padStart(32, '0'))
  return undefined
}

function checked(traceId: string, spanId?: string): TraceReference | undefined {
  if (/^0+$/.test(traceId)) return undefined // the specification's "no trace"
  return { traceId: traceId.toLowerCase(), ...(spanId && { spanId: spanId.toLowerCase() }) }
}
