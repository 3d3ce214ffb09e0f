import type { AttributeValue, Span } from '@onetrace/spans'
import { baggageNames } from './baggage.ts'
import { readTraceparent, type Traceparent } from './traceparent.ts'

/** `unknown`: this service records no headers, so that nobody can tell. */
export type Recorded<Read = unknown> =
  | ({ state: 'value'; value: string } & Read)
  | { state: 'absent' }
  | { state: 'unknown' }

/** What one side of a hop sent or received, as far as its span tells. */
export interface RecordedHeaders {
  /** Without fields where it is no valid one, so that a receiver has to ignore it. */
  traceparent: Recorded<{ fields: Traceparent | undefined }>
  tracestate: Recorded
  baggage: Recorded<{ names: string[] }>
}

export const contextHeaders = ['traceparent', 'tracestate', 'baggage'] as const
export type ContextHeader = (typeof contextHeaders)[number]

export type HeaderReader = (span: Span) => RecordedHeaders

/** Reads what the spans of a trace recorded of their headers (`http.request.header.<name>`). */
export function createHeaderReader(spans: Iterable<Span>): HeaderReader {
  // A header that is not there leaves no attribute. Only a service that recorded one somewhere in
  // the trace is known to have looked.
  const looking = new Set<string>()
  for (const span of spans) {
    if (contextHeaders.some((name) => valueFrom(span, name) !== undefined))
      looking.add(span.service)
  }
  const read = <Read>(span: Span, name: ContextHeader, parse: (value: string) => Read) => {
    const value = valueFrom(span, name)
    if (value !== undefined) return { state: 'value' as const, value, ...parse(value) }
    return { state: looking.has(span.service) ? ('absent' as const) : ('unknown' as const) }
  }
  return (span) => ({
    traceparent: read(span, 'traceparent', (value) => ({ fields: readTraceparent(value) })),
    tracestate: read(span, 'tracestate', () => ({})),
    baggage: read(span, 'baggage', (value) => ({ names: baggageNames(value) })),
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
