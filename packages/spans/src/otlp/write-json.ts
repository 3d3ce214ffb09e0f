import { toBase64 } from '../base64.ts'
import type { Attributes, AttributeValue, Span, SpanEvent, SpanLink } from '../model.ts'

type Json = Record<string, unknown>

const kindNumbers = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 }
const statusNumbers = { unset: 0, ok: 1, error: 2 }

/** Spans as OTLP JSON: ids in hex, enumerations as numbers, 64-bit numbers as text. */
export function toResourceSpans(spans: Span[]): Json[] {
  const byResource = Map.groupBy(spans, (span) => span.resource)
  return [...byResource].map(([resource, ofResource]) => ({
    resource: list('attributes', toKeyValues(resource)),
    scopeSpans: toScopeSpans(ofResource),
  }))
}

function toScopeSpans(spans: Span[]): Json[] {
  const byScope = Map.groupBy(spans, ({ scope }) => `${scope.name}\n${scope.version ?? ''}`)
  return [...byScope.values()].map((ofScope) => ({
    scope: ofScope[0]?.scope,
    spans: ofScope.map(toOtlpSpan),
  }))
}

/** As protobuf's JSON has it, what is empty is left out. */
function toOtlpSpan(span: Span): Json {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
    ...(span.traceState && { traceState: span.traceState }),
    ...(span.flags && { flags: span.flags }),
    name: span.name,
    kind: kindNumbers[span.kind],
    startTimeUnixNano: String(span.startTime),
    endTimeUnixNano: String(span.endTime),
    ...list('attributes', toKeyValues(span.attributes)),
    ...list('events', span.events.map(toOtlpEvent)),
    ...list('links', span.links.map(toOtlpLink)),
    status: toStatus(span),
  }
}

function toOtlpEvent({ name, time, attributes }: SpanEvent): Json {
  return { timeUnixNano: String(time), name, ...list('attributes', toKeyValues(attributes)) }
}

function toOtlpLink({ traceId, spanId, attributes }: SpanLink): Json {
  return { traceId, spanId, ...list('attributes', toKeyValues(attributes)) }
}

function list(name: string, items: Json[]): Json {
  return items.length > 0 ? { [name]: items } : {}
}

function toStatus({ status }: Span): Json {
  return {
    ...(status.code !== 'unset' && { code: statusNumbers[status.code] }),
    ...(status.message && { message: status.message }),
  }
}

function toKeyValues(attributes: Attributes): Json[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }))
}

function toAnyValue(value: AttributeValue): Json {
  if (value === null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: String(value) }
  if (typeof value === 'number') return toNumber(value)
  if (value instanceof Uint8Array) return { bytesValue: toBase64(value) }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toAnyValue) } }
  return { kvlistValue: { values: toKeyValues(value) } }
}

/** The model does not tell 5 from 5.0: whole numbers are given as integers. */
function toNumber(value: number): Json {
  if (Number.isSafeInteger(value)) return { intValue: String(value) }
  return { doubleValue: Number.isFinite(value) ? value : String(value) }
}
