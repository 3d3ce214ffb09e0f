import { SpanKind } from '@opentelemetry/api'
import type { HttpReceiver } from './test-receivers.ts'

/** For a program whose spans a test reads, since JSON needs no decoder. */
export const otlpJson = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }

export interface SentSpan {
  name: string
  /** A name of OpenTelemetry's `SpanKind`. */
  kind: string | undefined
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  startTimeUnixNano: string
  flags: number
  status: unknown
  events: { name: string; attributes: Record<string, unknown> }[]
  attributes: Record<string, unknown>
  resource: Record<string, unknown>
}

interface OtlpValue {
  arrayValue?: { values: OtlpValue[] }
  [type: string]: unknown
}

interface OtlpAttributes {
  attributes: { key: string; value: OtlpValue }[]
}

interface OtlpSpan
  extends OtlpAttributes,
    Omit<SentSpan, 'kind' | 'attributes' | 'resource' | 'events'> {
  kind: number
  events: (OtlpAttributes & { name: string })[]
}

interface OtlpBody {
  resourceSpans: { resource: OtlpAttributes; scopeSpans: { spans: OtlpSpan[] }[] }[]
}

/** The spans that came as OTLP/JSON, in the order in which they came. */
export function sentSpans({ received }: HttpReceiver): SentSpan[] {
  const bodies = received.filter(({ path }) => path === '/v1/traces').map(({ body }) => body)
  return bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body.toString()) as OtlpBody
    return resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map((span) => sentSpan(span, record(resource)))),
    )
  })
}

function sentSpan(span: OtlpSpan, resource: SentSpan['resource']): SentSpan {
  // The kinds of OTLP begin with 1, since 0 means "not said"; those of the API begin with 0.
  const events = span.events.map((event) => ({ name: event.name, attributes: record(event) }))
  return { ...span, kind: SpanKind[span.kind - 1], attributes: record(span), events, resource }
}

function record({ attributes }: OtlpAttributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]))
}

function plain(value: OtlpValue): unknown {
  return value.arrayValue ? value.arrayValue.values.map(plain) : Object.values(value)[0]
}
