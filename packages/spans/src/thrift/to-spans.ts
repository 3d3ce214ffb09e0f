import type { Attributes, AttributeValue, Span, SpanEvent, SpanLink } from '../model.ts'
import {
  type ThriftBatch,
  type ThriftLog,
  type ThriftReference,
  type ThriftSpan,
  type ThriftTag,
  tagTypes,
} from './jaeger-idl.ts'
import { splitTags } from './status-tags.ts'

/**
 * Jaeger's spans in the model of OpenTelemetry, with the rules of the collector's Jaeger receiver:
 * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/ read backwards.
 */
export function toSpans({ process, spans }: ThriftBatch): Span[] {
  const resource = resourceOf(process)
  return spans.map((span) => toSpan(span, { resource, service: process.serviceName }))
}

function toSpan(span: ThriftSpan, owner: { resource: Attributes; service: string }): Span {
  const startTime = nanos(span.startTime)
  return {
    traceId: traceIdOf(span),
    spanId: hex(span.spanId),
    ...(span.parentSpanId !== 0n && { parentSpanId: hex(span.parentSpanId) }),
    name: span.operationName,
    service: owner.service,
    startTime,
    endTime: startTime + span.duration * 1000n,
    events: (span.logs ?? []).map(toEvent),
    links: (span.references ?? []).filter((ref) => !isParent(ref, span)).map(toLink),
    resource: owner.resource,
    scope: { name: '' },
    ...splitTags(attributesOf(span.tags)),
  }
}

function resourceOf({ serviceName, tags }: ThriftBatch['process']): Attributes {
  const { hostname, 'jaeger.version': version, ...rest } = attributesOf(tags)
  return {
    ...(serviceName && { 'service.name': serviceName }),
    ...(hostname !== undefined && { 'host.name': hostname }),
    ...(version !== undefined && { 'opencensus.exporterversion': `Jaeger-${version}` }),
    ...rest,
  }
}

/** What the logger called the event is its name; the exporters of OpenTelemetry write it so. */
function toEvent({ timestamp, fields }: ThriftLog): SpanEvent {
  const { event, ...attributes } = attributesOf(fields)
  const time = nanos(timestamp)
  if (event === undefined || typeof event === 'string')
    return { name: event ?? '', time, attributes }
  return { name: '', time, attributes: { event, ...attributes } }
}

/** The parent has a field of its own; repeated as a reference, it is no link. */
function isParent({ refType, spanId }: ThriftReference, { parentSpanId }: ThriftSpan): boolean {
  return refType === 0 && spanId === parentSpanId
}

function toLink(reference: ThriftReference): SpanLink {
  const kind = reference.refType === 0 ? 'child_of' : 'follows_from'
  return {
    traceId: traceIdOf(reference),
    spanId: hex(reference.spanId),
    attributes: { 'opentracing.ref_type': kind },
  }
}

function attributesOf(tags: ThriftTag[] = []): Attributes {
  return Object.fromEntries(tags.map((tag) => [tag.key, tagValue(tag)]))
}

/** A tag may lack the value that its type promises: that is the zero value, as in generated code. */
function tagValue({ vType, vStr, vDouble, vBool, vLong, vBinary }: ThriftTag): AttributeValue {
  switch (tagTypes[vType]) {
    case 'DOUBLE':
      return vDouble ?? 0
    case 'BOOL':
      return vBool ?? false
    case 'LONG':
      return integer(vLong ?? 0n)
    case 'BINARY':
      return vBinary ? Uint8Array.from(vBinary) : new Uint8Array() // a copy: frees the packet
    default:
      return vStr ?? ''
  }
}

function integer(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function traceIdOf({ traceIdHigh, traceIdLow }: { traceIdHigh: bigint; traceIdLow: bigint }) {
  return hex(traceIdHigh) + hex(traceIdLow)
}

/** Ids are unsigned, thrift's integers are not. */
function hex(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16).padStart(16, '0')
}

function nanos(micros: bigint): bigint {
  return BigInt.asUintN(64, micros * 1000n)
}
