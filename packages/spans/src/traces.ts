import type { Span, Trace } from './model.ts'

/** Spans of any number of traces, sorted into these; both in the order of arrival. */
export function toTraces(spans: Span[]): Trace[] {
  const byId = Map.groupBy(spans, (span) => span.traceId)
  return [...byId].map(([traceId, own]) => ({ traceId, spans: own }))
}
