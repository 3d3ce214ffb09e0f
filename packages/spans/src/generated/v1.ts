import { attributeText } from '../attribute-text.ts'
import { sentKind } from '../kinds.ts'
import { type Attributes, type AttributeValue, Double, type Span } from '../model.ts'

/** What is left of a span in Jaeger's v1 JSON, which has tags of five types and microseconds. */
export function keptByV1(span: Span): object {
  return {
    ...said(span),
    service: span.service,
    start: cut(span.startTime),
    took: span.endTime > span.startTime ? (span.endTime - span.startTime) / 1000n : 0n,
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      time: cut(time),
      attributes: asTags(attributes),
    })),
    attributes: asTags(span.attributes),
    resource: asTags(span.resource),
    links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
  }
}

/** The same of a span that was read from v1. */
export function shownByV1(span: Span): object {
  return {
    ...said(span),
    service: span.service,
    start: span.startTime / 1000n,
    took: (span.endTime - span.startTime) / 1000n,
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      time: time / 1000n,
      attributes: sorted(attributes),
    })),
    attributes: sorted(span.attributes),
    resource: sorted(span.resource),
    links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
  }
}

function said(span: Span) {
  const { traceId, spanId, parentSpanId, name, status, scope, traceState } = span
  const kind = sentKind(span)
  const { name: scopeName, version } = scope
  return { traceId, spanId, parentSpanId, name, status, kind, scopeName, version, traceState }
}

function cut(nano: bigint): bigint {
  return nano / 1000n
}

function asTags(attributes: Attributes): [string, AttributeValue][] {
  return sorted(attributes).map(([key, value]) => [key, asTag(value)])
}

/** Lists, maps, numbers that JSON has not, and nothing are text. */
function asTag(value: AttributeValue): AttributeValue {
  if (value instanceof Uint8Array || value instanceof Double) return value
  const isTag = typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'object'
  return isTag ? value : attributeText(value)
}

function sorted(attributes: Attributes): [string, AttributeValue][] {
  return Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))
}
