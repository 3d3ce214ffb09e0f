import type {
  Attributes,
  AttributeValue,
  Span,
  SpanEvent,
  SpanKind,
  SpanLink,
  SpanStatus,
} from '@onetrace/spans'

// The shape that Jaeger's /api/v3/traces answers: OTLP JSON with hex ids and numbers for enums.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
export interface OtlpTrace {
  resourceSpans?: {
    resource?: { attributes?: KeyValue[] }
    scopeSpans?: { scope?: { name?: string; version?: string }; spans?: OtlpSpan[] }[]
  }[]
}

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  traceState?: string
  flags?: number
  name?: string
  kind?: number
  startTimeUnixNano?: string | number
  endTimeUnixNano?: string | number
  attributes?: KeyValue[]
  events?: { name?: string; timeUnixNano?: string | number; attributes?: KeyValue[] }[]
  links?: { traceId: string; spanId: string; attributes?: KeyValue[] }[]
  status?: { code?: number; message?: string }
}

interface KeyValue {
  key: string
  value?: AnyValue
}

interface AnyValue {
  stringValue?: string
  boolValue?: boolean
  intValue?: string | number
  doubleValue?: number | string
  bytesValue?: string
  arrayValue?: { values?: AnyValue[] }
  kvlistValue?: { values?: KeyValue[] }
}

const kinds: SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer']
const statuses: SpanStatus['code'][] = ['unset', 'ok', 'error']

export function decodeOtlp(trace: OtlpTrace): Span[] {
  return (trace.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
    const attributes = decodeAttributes(resource?.attributes)
    const service = String(attributes['service.name'] ?? 'unknown_service')
    return (scopeSpans ?? []).flatMap(({ scope, spans }) =>
      (spans ?? []).map((span) => ({
        ...decodeSpan(span),
        service,
        resource: attributes,
        scope: { name: scope?.name ?? '', ...(scope?.version && { version: scope.version }) },
      })),
    )
  })
}

function decodeSpan(span: OtlpSpan): Omit<Span, 'service' | 'resource' | 'scope'> {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
    name: span.name ?? '',
    kind: kinds[span.kind ?? 0] ?? 'internal',
    startTime: BigInt(span.startTimeUnixNano ?? 0),
    endTime: BigInt(span.endTimeUnixNano ?? 0),
    status: {
      code: statuses[span.status?.code ?? 0] ?? 'unset',
      ...(span.status?.message && { message: span.status.message }),
    },
    attributes: decodeAttributes(span.attributes),
    events: (span.events ?? []).map(decodeEvent),
    links: (span.links ?? []).map(decodeLink),
    ...(span.traceState && { traceState: span.traceState }),
    ...(span.flags !== undefined && { flags: span.flags }),
  }
}

function decodeEvent(event: NonNullable<OtlpSpan['events']>[number]): SpanEvent {
  return {
    name: event.name ?? '',
    time: BigInt(event.timeUnixNano ?? 0),
    attributes: decodeAttributes(event.attributes),
  }
}

function decodeLink(link: NonNullable<OtlpSpan['links']>[number]): SpanLink {
  return {
    traceId: link.traceId,
    spanId: link.spanId,
    attributes: decodeAttributes(link.attributes),
  }
}

function decodeAttributes(list: KeyValue[] = []): Attributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, decodeValue(value)]))
}

function decodeValue(value: AnyValue = {}): AttributeValue {
  if (value.stringValue !== undefined) return value.stringValue
  if (value.boolValue !== undefined) return value.boolValue
  if (value.intValue !== undefined) return decodeInteger(value.intValue)
  if (value.doubleValue !== undefined) return Number(value.doubleValue) // "NaN", "Infinity" too
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(decodeValue)
  if (value.kvlistValue) return decodeAttributes(value.kvlistValue.values)
  if (value.bytesValue !== undefined) return decodeBase64(value.bytesValue)
  return null
}

function decodeInteger(value: string | number): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value)
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
