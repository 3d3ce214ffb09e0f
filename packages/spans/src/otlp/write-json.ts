import { toBase64 } from '../base64.ts'
import { numberOf } from '../kinds.ts'
import {
  type Attributes,
  type AttributeValue,
  Double,
  type Scope,
  type Span,
  type SpanEvent,
  type SpanLink,
} from '../model.ts'
import { noSpanId, noTraceId } from '../trace-id.ts'

type Json = Record<string, unknown>

const statusNumbers = { unset: 0, ok: 1, error: 2 }

/**
 * Spans as OTLP JSON: ids in hex, enumerations as numbers, 64-bit numbers as text. All that was sent
 * is there, and as in protobuf's JSON nothing that is empty.
 */
export function toResourceSpans(spans: Span[]): Json[] {
  const byResource = Map.groupBy(spans, (span) => span.resource)
  return [...byResource].map(([resource, ofResource]) => {
    const { schemaUrl, ...details } = ofResource[0]?.resourceDetails ?? {}
    return {
      resource: { ...list('attributes', toKeyValues(resource)), ...details },
      scopeSpans: toScopeSpans(ofResource),
      ...(schemaUrl && { schemaUrl }),
    }
  })
}

/** Spans of one scope mostly share its object; those of other sources have equal ones. */
function toScopeSpans(spans: Span[]): Json[] {
  const keys = new Map<Scope, string>()
  const keyOf = (scope: Scope) => {
    const key = keys.get(scope) ?? JSON.stringify([scope.schemaUrl, toScope(scope)])
    keys.set(scope, key)
    return key
  }
  const byScope = Map.groupBy(spans, ({ scope }) => keyOf(scope))
  return [...byScope.values()].map((ofScope) => {
    const scope = ofScope[0]?.scope ?? { name: '' }
    return {
      scope: toScope(scope),
      spans: ofScope.map(toOtlpSpan),
      ...(scope.schemaUrl && { schemaUrl: scope.schemaUrl }),
    }
  })
}

function toScope({ name, version, attributes = {}, droppedAttributesCount }: Scope): Json {
  return {
    ...(name && { name }),
    ...(version && { version }),
    ...list('attributes', toKeyValues(attributes)),
    ...counts({ droppedAttributesCount }),
  }
}

function counts(numbers: Record<string, number | undefined>): Json {
  return Object.fromEntries(Object.entries(numbers).filter(([, number]) => number))
}

function ids({ traceId, spanId }: { traceId: string; spanId: string }): Json {
  return {
    ...(traceId !== noTraceId && { traceId }),
    ...(spanId !== noSpanId && { spanId }),
  }
}

function toOtlpSpan(span: Span): Json {
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span
  const kind = numberOf(span)
  return {
    ...ids(span),
    ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
    ...(span.traceState && { traceState: span.traceState }),
    ...(span.flags && { flags: span.flags }),
    ...(span.name && { name: span.name }),
    ...(kind !== 0 && { kind }),
    ...time('startTimeUnixNano', span.startTime),
    ...time('endTimeUnixNano', span.endTime),
    ...list('attributes', toKeyValues(span.attributes)),
    ...list('events', span.events.map(toOtlpEvent)),
    ...list('links', span.links.map(toOtlpLink)),
    ...counts({ droppedAttributesCount, droppedEventsCount, droppedLinksCount }),
    status: toStatus(span),
  }
}

function toOtlpEvent({ name, time: at, attributes, droppedAttributesCount }: SpanEvent): Json {
  return {
    ...time('timeUnixNano', at),
    ...(name && { name }),
    ...list('attributes', toKeyValues(attributes)),
    ...counts({ droppedAttributesCount }),
  }
}

function toOtlpLink(link: SpanLink): Json {
  const { attributes, traceState, flags, droppedAttributesCount } = link
  return {
    ...ids(link),
    ...(traceState && { traceState }),
    ...list('attributes', toKeyValues(attributes)),
    ...counts({ droppedAttributesCount, flags }),
  }
}

function time(name: string, nano: bigint): Json {
  return nano === 0n ? {} : { [name]: String(nano) }
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
  if (value instanceof Double) return { doubleValue: negativeZero(value) ?? value.value }
  if (value instanceof Uint8Array) return { bytesValue: toBase64(value) }
  if (Array.isArray(value)) return { arrayValue: list('values', value.map(toAnyValue)) }
  return { kvlistValue: list('values', toKeyValues(value)) }
}

function toNumber(value: number): Json {
  if (Number.isSafeInteger(value)) return { intValue: String(value) }
  return { doubleValue: Number.isFinite(value) ? value : String(value) }
}

/** JSON.stringify leaves its sign out; as text it is a number, too. */
function negativeZero({ value }: Double): string | undefined {
  return Object.is(value, -0) ? '-0' : undefined
}
