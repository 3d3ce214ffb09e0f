import { kindOf } from '../kinds.ts'
import {
  type Attributes,
  type AttributeValue,
  doubleOf,
  type EntityRef,
  type ResourceDetails,
  type Scope,
  type Span,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
} from '../model.ts'
import { addStep, expected } from '../shape-error.ts'
import { noSpanId, noTraceId } from '../trace-id.ts'
import { deepest } from './attributes.ts'
import { otlpFields as fields } from './fields.ts'
import { InternedText } from './interned-text.ts'
import { type Surroundings, serviceOf, statusCodes } from './read-request.ts'
import { WireReader } from './wire-reader.ts'

const texts = new InternedText()

/**
 * The spans of an ExportTraceServiceRequest in protobuf, straight from its bytes: a busy receiver
 * does nothing else. Fields that are not known, or of another type, are stepped over.
 *
 * @throws {ShapeError} for a value that is wrong
 * @throws {WireError} for bytes that are no protobuf
 */
export function readOtlpProtobuf(body: Uint8Array): Span[] {
  const reader = new WireReader(body, texts)
  const spans: Span[] = []
  let index = 0
  while (reader.pos < body.length) {
    const tag = reader.tag(body.length)
    if (tag !== fields.request.resourceSpans) reader.skip(tag, body.length)
    else {
      step(`resourceSpans[${index++}]`, () =>
        readResourceSpans(reader, reader.message(body.length), spans),
      )
    }
  }
  return spans
}

/** The resource may stand behind the spans, so their place is kept until it is read. */
function readResourceSpans(reader: WireReader, end: number, spans: Span[]): void {
  const resource: Attributes = {}
  const details: ResourceDetails = {}
  const scopes: Stretch[] = []
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.resourceSpans.resource) {
      readResource(reader, reader.message(end), { resource, details })
    } else if (tag === fields.resourceSpans.scopeSpans) scopes.push(stretch(reader, end))
    else if (tag === fields.resourceSpans.schemaUrl) {
      const schemaUrl = reader.text(end)
      if (schemaUrl !== '') details.schemaUrl = schemaUrl
    } else reader.skip(tag, end)
  }
  const given = { service: serviceOf(resource), resource, resourceDetails: orNone(details) }
  for (const [index, { from, to }] of scopes.entries()) {
    reader.pos = from
    step(`scopeSpans[${index}]`, () => readScopeSpans(reader, to, { ...given, spans }))
  }
  reader.pos = end
}

interface Stretch {
  from: number
  to: number
}

function stretch(reader: WireReader, end: number): Stretch {
  const to = reader.message(end)
  const from = reader.pos
  reader.pos = to
  return { from, to }
}

function readResource(
  reader: WireReader,
  end: number,
  { resource, details }: { resource: Attributes; details: ResourceDetails },
): void {
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.resource.attributes) readPair(reader, reader.message(end), resource, 0)
    else if (tag === fields.resource.droppedAttributesCount) {
      const dropped = reader.varint(end)
      if (dropped > 0) details.droppedAttributesCount = dropped
    } else if (tag === fields.resource.entityRefs) {
      details.entityRefs ??= []
      details.entityRefs.push(readEntityRef(reader, reader.message(end)))
    } else reader.skip(tag, end)
  }
}

function readEntityRef(reader: WireReader, end: number): EntityRef {
  const ref: EntityRef = {}
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.entityRef.schemaUrl) ref.schemaUrl = reader.text(end)
    else if (tag === fields.entityRef.type) ref.type = reader.text(end)
    else if (tag === fields.entityRef.idKeys) {
      ref.idKeys = [...(ref.idKeys ?? []), reader.text(end)]
    } else if (tag === fields.entityRef.descriptionKeys) {
      ref.descriptionKeys = [...(ref.descriptionKeys ?? []), reader.text(end)]
    } else reader.skip(tag, end)
  }
  return ref
}

/** Most resources have attributes alone. */
function orNone(details: ResourceDetails): ResourceDetails | undefined {
  for (const _ in details) return details
  return undefined
}

function readScopeSpans(
  reader: WireReader,
  end: number,
  { spans, ...given }: Omit<Surroundings, 'scope'> & { spans: Span[] },
): void {
  let scope: Scope = { name: '' }
  let schemaUrl = ''
  const places: number[] = []
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.scopeSpans.scope) scope = readScope(reader, reader.message(end))
    else if (tag === fields.scopeSpans.schemaUrl) schemaUrl = reader.text(end)
    else if (tag === fields.scopeSpans.spans) {
      places.push(reader.pos)
      reader.pos = reader.message(end)
    } else reader.skip(tag, end)
  }
  if (schemaUrl !== '') scope.schemaUrl = schemaUrl
  const surroundings = { ...given, scope }
  let index = 0
  try {
    for (; index < places.length; index++) {
      reader.pos = places[index] ?? end
      spans.push(readSpan(reader, reader.message(end), surroundings))
    }
  } catch (error) {
    throw addStep(error, `spans[${index}]`)
  }
  reader.pos = end
}

function readScope(reader: WireReader, end: number): Scope {
  let name = ''
  let version = ''
  let dropped = 0
  let attributes: Attributes | undefined
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.scope.name) name = reader.text(end)
    else if (tag === fields.scope.version) version = reader.text(end)
    else if (tag === fields.scope.attributes) {
      attributes ??= {}
      readPair(reader, reader.message(end), attributes, 0)
    } else if (tag === fields.scope.droppedAttributesCount) dropped = reader.varint(end)
    else reader.skip(tag, end)
  }
  const scope: Scope = version === '' ? { name } : { name, version }
  if (attributes) scope.attributes = attributes
  if (dropped > 0) scope.droppedAttributesCount = dropped
  return scope
}

function readSpan(
  reader: WireReader,
  end: number,
  { service, resource, resourceDetails, scope }: Surroundings,
): Span {
  let traceId = noTraceId
  let spanId = noSpanId
  let parentSpanId = noSpanId
  let name = ''
  let kind = 0
  let startTime = 0n
  let endTime = 0n
  let status = unset
  let traceState = ''
  let flags: number | undefined
  let droppedAttributes = 0
  let droppedEvents = 0
  let droppedLinks = 0
  const attributes: Attributes = {}
  const events: SpanEvent[] = []
  const links: SpanLink[] = []
  while (reader.pos < end) {
    const tag = reader.tag(end)
    switch (tag) {
      case fields.span.traceId:
        traceId = readId(reader, end, traceIdField)
        break
      case fields.span.spanId:
        spanId = readId(reader, end, spanIdField)
        break
      case fields.span.parentSpanId:
        parentSpanId = readId(reader, end, parentField)
        break
      case fields.span.name:
        name = reader.text(end)
        break
      case fields.span.kind:
        kind = reader.int32(end)
        break
      case fields.span.startTimeUnixNano:
        startTime = reader.fixed64(end)
        break
      case fields.span.endTimeUnixNano:
        endTime = reader.fixed64(end)
        break
      case fields.span.attributes:
        readPair(reader, reader.message(end), attributes, 0)
        break
      case fields.span.events:
        events.push(readEvent(reader, reader.message(end)))
        break
      case fields.span.links:
        links.push(readLink(reader, reader.message(end), links.length))
        break
      case fields.span.status:
        status = readStatus(reader, reader.message(end))
        break
      case fields.span.traceState:
        traceState = reader.text(end)
        break
      case fields.span.flags:
        flags = reader.fixed32(end)
        break
      case fields.span.droppedAttributesCount:
        droppedAttributes = reader.varint(end)
        break
      case fields.span.droppedEventsCount:
        droppedEvents = reader.varint(end)
        break
      case fields.span.droppedLinksCount:
        droppedLinks = reader.varint(end)
        break
      default:
        reader.skip(tag, end)
    }
  }
  const span: Span = {
    traceId,
    spanId,
    name,
    kind: kindOf(kind) ?? 'internal',
    startTime,
    endTime,
    status,
    attributes,
    events,
    links,
    service,
    resource,
    scope,
  }
  if (parentSpanId !== noSpanId) span.parentSpanId = parentSpanId
  if (kindOf(kind) === undefined) span.kindNumber = kind
  if (traceState !== '') span.traceState = traceState
  if (flags !== undefined) span.flags = flags
  if (resourceDetails) span.resourceDetails = resourceDetails
  if (droppedAttributes > 0) span.droppedAttributesCount = droppedAttributes
  if (droppedEvents > 0) span.droppedEventsCount = droppedEvents
  if (droppedLinks > 0) span.droppedLinksCount = droppedLinks
  return span
}

interface IdField {
  name: string
  bytes: number
  /** What an absent or an empty one is, as real Jaeger has it. */
  none: string
}

const traceIdField: IdField = { name: 'traceId', bytes: 16, none: noTraceId }
const spanIdField: IdField = { name: 'spanId', bytes: 8, none: noSpanId }
const parentField: IdField = { name: 'parentSpanId', bytes: 8, none: noSpanId }

function readId(reader: WireReader, end: number, { name, bytes, none }: IdField): string {
  const stop = reader.message(end)
  const length = stop - reader.pos
  if (length === 0) return none
  if (length !== bytes) throw expected(`${bytes} bytes`, new Uint8Array(length), name)
  return reader.hex(stop)
}

/** Of all spans that say nothing of it. */
const unset: SpanStatus = Object.freeze({ code: 'unset' })

function readStatus(reader: WireReader, end: number): SpanStatus {
  let code = 0
  let message = ''
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.status.code) code = reader.int32(end)
    else if (tag === fields.status.message) message = reader.text(end)
    else reader.skip(tag, end)
  }
  const known = statusCodes[code] ?? 'unset'
  if (message !== '') return { code: known, message }
  return known === 'unset' ? unset : { code: known }
}

function readEvent(reader: WireReader, end: number): SpanEvent {
  let name = ''
  let time = 0n
  let dropped = 0
  const attributes: Attributes = {}
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.event.name) name = reader.text(end)
    else if (tag === fields.event.timeUnixNano) time = reader.fixed64(end)
    else if (tag === fields.event.attributes) readPair(reader, reader.message(end), attributes, 0)
    else if (tag === fields.event.droppedAttributesCount) dropped = reader.varint(end)
    else reader.skip(tag, end)
  }
  const event: SpanEvent = { name, time, attributes }
  if (dropped > 0) event.droppedAttributesCount = dropped
  return event
}

function readLink(reader: WireReader, end: number, index: number): SpanLink {
  const link: SpanLink = { traceId: noTraceId, spanId: noSpanId, attributes: {} }
  try {
    while (reader.pos < end) {
      const tag = reader.tag(end)
      if (tag === fields.link.traceId) link.traceId = readId(reader, end, traceIdField)
      else if (tag === fields.link.spanId) link.spanId = readId(reader, end, spanIdField)
      else if (tag === fields.link.attributes) {
        readPair(reader, reader.message(end), link.attributes, 0)
      } else if (tag === fields.link.traceState) link.traceState = reader.text(end)
      else if (tag === fields.link.flags) link.flags = reader.fixed32(end)
      else if (tag === fields.link.droppedAttributesCount) {
        const dropped = reader.varint(end)
        if (dropped > 0) link.droppedAttributesCount = dropped
      } else reader.skip(tag, end)
    }
    return link
  } catch (error) {
    throw addStep(error, `links[${index}]`)
  }
}

export function readPair(reader: WireReader, end: number, into: Attributes, depth: number): void {
  let key = ''
  let value: AttributeValue = null
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.keyValue.key) key = reader.text(end)
    else if (tag === fields.keyValue.value) value = readValue(reader, reader.message(end), depth)
    else reader.skip(tag, end)
  }
  if (key === '__proto__') {
    Object.defineProperty(into, key, { value, enumerable: true, configurable: true })
  } else into[key] = value
}

/** A value that is there twice counts as it stands last, as in every oneof. */
export function readValue(reader: WireReader, end: number, depth: number): AttributeValue {
  if (depth > deepest) throw expected(`at most ${deepest} levels of values`, {})
  let value: AttributeValue = null
  while (reader.pos < end) {
    const tag = reader.tag(end)
    switch (tag) {
      case fields.anyValue.stringValue:
        value = reader.text(end)
        break
      case fields.anyValue.intValue:
        value = reader.int64(end)
        break
      case fields.anyValue.boolValue:
        value = reader.bool(end)
        break
      case fields.anyValue.doubleValue:
        value = doubleOf(reader.double(end))
        break
      case fields.anyValue.arrayValue:
        value = readArray(reader, reader.message(end), depth + 1)
        break
      case fields.anyValue.kvlistValue:
        value = readMap(reader, reader.message(end), depth + 1)
        break
      case fields.anyValue.bytesValue:
        value = reader.bytes(end)
        break
      default:
        reader.skip(tag, end)
    }
  }
  return value
}

function readArray(reader: WireReader, end: number, depth: number): AttributeValue[] {
  const values: AttributeValue[] = []
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag !== fields.arrayValue.values) reader.skip(tag, end)
    else values.push(readValue(reader, reader.message(end), depth))
  }
  return values
}

function readMap(reader: WireReader, end: number, depth: number): Attributes {
  const map: Attributes = {}
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag !== fields.kvlistValue.values) reader.skip(tag, end)
    else readPair(reader, reader.message(end), map, depth)
  }
  return map
}

function step(name: string, read: () => void): void {
  try {
    read()
  } catch (error) {
    throw addStep(error, name)
  }
}
