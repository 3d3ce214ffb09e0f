import { attributeText } from '../attribute-text.ts'
import {
  type Attributes,
  type AttributeValue,
  doubleOf,
  integerOf,
  type Scope,
  type Span,
  type SpanEvent,
  type SpanLink,
} from '../model.ts'
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
  const owner = { resource, service: process.serviceName }
  return spans.map((span) => moveLibraryTags(toSpan(span, owner)))
}

const ofLibrary = /^telemetry\.(sdk\.(language|name|version)|distro\.(name|version))$/

/**
 * What tells of the SDK belongs to the process: OpenTelemetry's own exporters write their resource
 * on each span. The query service of Jaeger moves it in the same way.
 */
function moveLibraryTags(span: Span): Span {
  for (const [key, value] of Object.entries(span.attributes)) {
    if (!ofLibrary.test(key)) continue
    span.resource[key] ??= value
    if (span.resource[key] === value) delete span.attributes[key]
  }
  return span
}

const noScope: Scope = Object.freeze({ name: '' })

function toSpan(span: ThriftSpan, owner: { resource: Attributes; service: string }): Span {
  const startTime = nanos(span.startTime)
  const parent = parentOf(span)
  return {
    traceId: traceIdOf(span),
    spanId: hex(span.spanId),
    ...(parent !== 0n && { parentSpanId: hex(parent) }),
    name: span.operationName,
    service: owner.service,
    startTime,
    endTime: nanos(span.startTime + span.duration),
    events: (span.logs ?? []).map(toEvent),
    links: (span.references ?? []).filter((ref) => !isParent(ref, parent)).map(toLink),
    resource: owner.resource,
    scope: noScope,
    ...splitTags(attributesOf(span.tags)),
  }
}

function resourceOf({ serviceName, tags }: ThriftBatch['process']): Attributes {
  const given = {
    ...(serviceName && { 'service.name': serviceName }),
    ...attributesOf(tags),
  }
  const named = renamed(given, 'hostname', 'host.name')
  return renamed(named, 'jaeger.version', 'opencensus.exporterversion', 'Jaeger-')
}

/** The receiver of the collector gives two tags other names, where these are still free. */
function renamed(tags: Attributes, from: string, to: string, prefix = ''): Attributes {
  const { [from]: value, ...rest } = tags
  if (value === undefined || Object.hasOwn(rest, to)) return tags
  return { ...rest, [to]: prefix ? prefix + attributeText(value) : value }
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
function isParent({ refType, spanId }: ThriftReference, parent: bigint): boolean {
  return refType === 0 && spanId === parent
}

/** Where the field is empty, a reference within the trace is the parent: CHILD_OF before others. */
function parentOf({ parentSpanId, references = [], ...span }: ThriftSpan): bigint {
  if (parentSpanId !== 0n) return parentSpanId
  const own = references.filter((to) => traceIdOf(to) === traceIdOf(span))
  return (own.find(({ refType }) => refType === 0) ?? own[0])?.spanId ?? 0n
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
      return doubleOf(vDouble ?? 0)
    case 'BOOL':
      return vBool ?? false
    case 'LONG':
      return integerOf(vLong ?? 0n)
    case 'BINARY':
      return vBinary ? Uint8Array.from(vBinary) : new Uint8Array() // a copy: frees the packet
    default:
      return vStr ?? ''
  }
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
