import type { Span } from '@onetrace/spans'

/** Of different spans with one id, the id means the earliest, here as in the tree of the trace. */
export function spansById(spans: Span[]): Map<string, Span> {
  const byId = new Map<string, Span>()
  for (const span of spans) {
    const known = byId.get(span.spanId)
    if (!known || span.startTime < known.startTime) byId.set(span.spanId, span)
  }
  return byId
}
