import {
  type Attributes,
  attributeText,
  durationOf,
  type Span,
  sentKind,
  type Trace,
} from '@onetrace/spans'

export interface TraceQuery {
  /** Absent: any service. */
  service?: string
  operation?: string
  tags: ReadonlyMap<string, string>
  /** Bounds on the start of the span that matches, in Unix nanoseconds, both inclusive. */
  startMin: bigint
  startMax: bigint
  durationMin?: bigint
  durationMax?: bigint
  limit: number
}

/** The traces with at least one span that meets the whole query, the newest first. */
export function searchTraces(traces: Iterable<Trace>, query: TraceQuery): Trace[] {
  const hits: { trace: Trace; start: bigint }[] = []
  for (const trace of traces) {
    if (trace.spans.some((span) => matches(span, query)))
      hits.push({ trace, start: startOf(trace) })
  }
  hits.sort((a, b) => (a.start < b.start ? 1 : a.start > b.start ? -1 : 0))
  return hits.slice(0, query.limit).map(({ trace }) => trace)
}

export function startOf({ spans }: Trace): bigint {
  return spans.reduce(
    (start, span) => (span.startTime < start ? span.startTime : start),
    spans[0]?.startTime ?? 0n,
  )
}

function matches(span: Span, query: TraceQuery): boolean {
  if (query.service !== undefined && span.service !== query.service) return false
  if (query.operation !== undefined && span.name !== query.operation) return false
  if (span.startTime < query.startMin || span.startTime > query.startMax) return false
  if (query.durationMin !== undefined && durationOf(span) < query.durationMin) return false
  if (query.durationMax !== undefined && durationOf(span) > query.durationMax) return false
  for (const [key, value] of query.tags) if (!hasTag(span, key, value)) return false
  return true
}

/**
 * Jaeger's memory storage compares with span, resource and event attributes only. The tags that
 * its v1 API makes out of kind, status and scope are matched here as well: people type what they see.
 */
function hasTag(span: Span, key: string, value: string): boolean {
  if (derivedTag(span, key) === value) return true
  const sets: Attributes[] = [span.attributes, span.resource, span.scope.attributes ?? {}]
  for (const event of span.events) sets.push(event.attributes)
  return sets.some((attributes) => {
    const found = Object.hasOwn(attributes, key) ? attributes[key] : undefined
    return found !== undefined && attributeText(found) === value
  })
}

function derivedTag(span: Span, key: string): string | undefined {
  switch (key) {
    case 'error':
      return span.status.code === 'error' ? 'true' : 'false'
    case 'span.kind':
      return sentKind(span)
    case 'otel.status_code':
      return span.status.code === 'unset' ? undefined : span.status.code.toUpperCase()
    case 'otel.scope.name':
      return span.scope.name
    case 'service.name':
      return span.service
    default:
      return undefined
  }
}
