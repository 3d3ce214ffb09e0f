import { waitForTrace } from '@onetrace/span-tree'
import type { Span, Trace } from '@onetrace/spans'
import { target } from './target.ts'

/** The trace as it is stored once it is what `tree` says, with no span on its way any more. */
export function storedTrace(traceId: string, tree: string): Promise<Trace> {
  return waitForTrace(traceId, { url: target.query, until: tree })
}

export interface SpanContent {
  name: string
  /** The name of the parent. */
  below: string | undefined
  /** The start in microseconds after `at`, and the duration. */
  start: number
  took: number
  status: Span['status']
  attributes: Span['attributes']
  events: { name: string; at: number; attributes: Span['attributes'] }[]
  links: Span['links']
}

/** All that a client sent, in the order of start, without the parts that differ from run to run. */
export function contentOf({ spans }: Trace, at: number): SpanContent[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]))
  const since = (time: bigint) => Number(time / 1000n) - at * 1000
  const content = spans.map((span) => ({
    name: span.name,
    below: names.get(span.parentSpanId ?? ''),
    start: since(span.startTime),
    took: Number((span.endTime - span.startTime) / 1000n),
    status: span.status,
    attributes: span.attributes,
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      at: since(time),
      attributes,
    })),
    links: span.links,
  }))
  return content.sort((a, b) => a.start - b.start)
}
