import type { AttributeValue, Span } from '@onetrace/spans'
import type { TraceTree } from '../trace/tree.ts'

export const contextHeaders = ['traceparent', 'tracestate', 'baggage'] as const
export type ContextHeader = (typeof contextHeaders)[number]

/** `unknown`: this service records no headers, so that nobody can tell. */
export type Recorded =
  | { state: 'value'; value: string }
  | { state: 'absent' }
  | { state: 'unknown' }

export type RecordedHeaders = Record<ContextHeader, Recorded>

/** Reads what spans recorded of their headers (`http.request.header.<name>`). */
export function createHeaderReader(tree: TraceTree): (span: Span) => RecordedHeaders {
  // A header that is not there leaves no attribute. Only a service that recorded one somewhere in
  // the trace is known to have looked.
  const looking = new Set<string>()
  for (const { span } of tree.nodes.values()) {
    if (contextHeaders.some((name) => valueFrom(span, name) !== undefined))
      looking.add(span.service)
  }
  const read = (span: Span, name: ContextHeader): Recorded => {
    const value = valueFrom(span, name)
    if (value !== undefined) return { state: 'value', value }
    return { state: looking.has(span.service) ? 'absent' : 'unknown' }
  }
  return (span) => ({
    traceparent: read(span, 'traceparent'),
    tracestate: read(span, 'tracestate'),
    baggage: read(span, 'baggage'),
  })
}

/** A list of strings, by the conventions; some exporters make it JSON. Repeated lines are one. */
function valueFrom({ attributes }: Span, name: ContextHeader): string | undefined {
  const value = attributes[`http.request.header.${name}`]
  const list = Array.isArray(value) ? value : listIn(value)
  return list && list.length > 0 ? list.join(',') : undefined
}

function listIn(value: AttributeValue | undefined): unknown[] | undefined {
  if (typeof value !== 'string') return undefined
  if (!value.startsWith('[')) return [value]
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) ? list : [value]
  } catch {
    return [value]
  }
}
