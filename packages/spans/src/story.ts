import type { Trace } from './model.ts'

/**
 * A trace and those that go on from it by a link, as one trace: what links stands below what it
 * links to. Its spans all have the id of the first, as `buildTree` wants it.
 */
export function tellStory(trace: Trace, linked: readonly Trace[]): Trace {
  const { traceId } = trace
  const told = new Set(linked.map((other) => other.traceId))
  const others = linked.flatMap(({ spans }) =>
    spans.map((span) => ({
      ...span,
      traceId,
      links: span.links.map((link) => (told.has(link.traceId) ? { ...link, traceId } : link)),
    })),
  )
  return { traceId, spans: [...trace.spans, ...others] }
}

/** Whether it begins with a span that links to one of these traces: only then it has a place in their story. */
export function goesOnFrom({ spans }: Trace, traceIds: ReadonlySet<string>): boolean {
  return spans.some(
    ({ parentSpanId, links }) =>
      parentSpanId === undefined && links.some((link) => traceIds.has(link.traceId)),
  )
}
