import type { Span } from '@onetrace/spans'

/** For each service, the nanoseconds in which it was at work itself and not waiting for a child. */
export function selfTimes(spans: Span[]): Map<string, number> {
  const children = Map.groupBy(spans, ({ parentSpanId = '' }) => parentSpanId)
  const times = new Map<string, number>()
  for (const span of spans) {
    const own = selfTimeOf(span, children.get(span.spanId) ?? [])
    times.set(span.service, (times.get(span.service) ?? 0) + own)
  }
  return times
}

/** Children may overlap, and one that outlives its parent counts up to the parent's end alone. */
function selfTimeOf({ startTime, endTime }: Span, children: Span[]): number {
  const length = Number(endTime - startTime)
  if (length <= 0) return 0
  const covered = children
    .map(
      (child) => [Number(child.startTime - startTime), Number(child.endTime - startTime)] as const,
    )
    .sort(([a], [b]) => a - b)
  let waiting = 0
  let reached = 0
  for (const [start, end] of covered) {
    const from = Math.max(start, reached)
    const to = Math.min(end, length)
    if (to > from) waiting += to - from
    reached = Math.max(reached, to)
  }
  return length - waiting
}
