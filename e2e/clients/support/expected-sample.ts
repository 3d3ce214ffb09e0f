import { type Attributes, type AttributeValue, Double } from '@onetrace/spans'
import { linked } from './sample-trace.ts'
import type { SpanContent } from './stored-spans.ts'

/** What the sample looks like as text. */
export function sampleTree(service: string): string {
  return `${service}: POST /orders [server] {http.response.status_code=500} !error
  ${service}: GET [client]
  ${service}: place_order`
}

/** All that OTLP carries of the sample. Which flags a link has is the SDK's own choice. */
export function sampleContent({ linkFlags }: { linkFlags?: number } = {}): SpanContent[] {
  const plain = { status: { code: 'unset' as const }, attributes: {}, events: [], links: [] }
  return [
    {
      name: 'POST /orders',
      below: undefined,
      start: 0,
      took: 20_000,
      status: { code: 'error', message: 'no stock' },
      attributes: {
        'http.response.status_code': 500,
        ratio: 0.25,
        retry: true,
        items: ['tea', 'milk'],
        note: 'grüße €',
      },
      events: [{ name: 'exception', at: 5000, attributes: { 'exception.type': 'OutOfStock' } }],
      links: [],
    },
    { ...plain, name: 'GET', below: 'POST /orders', start: 2000, took: 8000 },
    {
      ...plain,
      name: 'place_order',
      below: 'POST /orders',
      start: 11_000,
      took: 4000,
      links: [{ ...linked, ...(linkFlags && { flags: linkFlags }), attributes: { why: 'retry' } }],
    },
  ]
}

/** The same as Jaeger's thrift carries it: each number a double, lists as text, links without attributes. */
export function thriftContent({
  items,
  added,
}: {
  items: string
  added: Attributes
}): SpanContent[] {
  return sampleContent().map((span) => ({
    ...span,
    attributes: {
      ...asDoubles(span.attributes),
      ...(span.attributes.items !== undefined && { items }),
      ...added,
    },
    links: span.links.map((link) => ({
      ...link,
      attributes: { 'opentracing.ref_type': 'follows_from' },
    })),
  }))
}

/** What JavaScript's clients of Jaeger make of numbers. */
function asDoubles(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, asDouble(value)]),
  )
}

function asDouble(value: AttributeValue): AttributeValue {
  return Number.isInteger(value) ? new Double(Number(value)) : value
}
