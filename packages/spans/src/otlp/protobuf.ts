import type { Attributes, AttributeValue, Span, SpanEvent, SpanLink, SpanStatus } from '../model.ts'
import { addStep, expected } from '../shape-error.ts'
import { deepest } from './attributes.ts'
import { otlpFields as fields } from './fields.ts'
import { InternedText } from './interned-text.ts'
import { kinds, type Surroundings, serviceOf, statusCodes } from './read-request.ts'
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
  let resource: Attributes = {}
  const scopes: Stretch[] = []
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.resourceSpans.resource) resource = readResource(reader, reader.message(end))
    else if (tag === fields.resourceSpans.scopeSpans) scopes.push(stretch(reader, end))
    else reader.skip(tag, end)
  }
  const service = serviceOf(resource)
  for (const [index, { from, to }] of scopes.entries()) {
    reader.pos = from
    step(`scopeSpans[${index}]`, () => readScopeSpans(reader, to, { service, resource, spans }))
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

function readResource(reader: WireReader, end: number): Attributes {
  const resource: Attributes = {}
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag !== fields.resource.attributes) reader.skip(tag, end)
    else readPair(reader, reader.message(end), resource, 0)
  }
  return resource
}

function readScopeSpans(
  reader: WireReader,
  end: number,
  { spans, ...given }: Omit<Surroundings, 'scope'> & { spans: Span[] },
): void {
  let scope: Span['scope'] = { name: '' }
  const places: number[] = []
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.scopeSpans.scope) scope = readScope(reader, reader.message(end))
    else if (tag === fields.scopeSpans.spans) {
      places.push(reader.pos)
      reader.pos = reader.message(end)
    } else reader.skip(tag, end)
  }
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

function readScope(reader: WireReader, end: number): Span['scope'] {
  let name = ''
  let version = ''
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.scope.name) name = reader.text(end)
    else if (tag === fields.scope.version) version = reader.text(end)
    else reader.skip(tag, end)
  }
  return version === '' ? { name } : { name, version }
}

function readSpan(
  reader: WireReader,
  end: number,
  { service, resource, scope }: Surroundings,
): Span {
  let traceId: string | undefined
  let spanId: string | undefined
  let parentSpanId = ''
  let name = ''
  let kind = 0
  let startTime = 0n
  let endTime = 0n
  let status = unset
  let traceState = ''
  let flags: number | undefined
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
        parentSpanId = readParent(reader, end)
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
      default:
        reader.skip(tag, end)
    }
  }
  const span: Span = {
    traceId: traceId ?? missing(traceIdField),
    spanId: spanId ?? missing(spanIdField),
    name,
    kind: kinds[kind] ?? 'internal',
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
  if (parentSpanId !== '') span.parentSpanId = parentSpanId
  if (traceState !== '') span.traceState = traceState
  if (flags !== undefined) span.flags = flags
  return span
}

interface IdField {
  name: string
  bytes: number
}

const traceIdField: IdField = { name: 'traceId', bytes: 16 }
const spanIdField: IdField = { name: 'spanId', bytes: 8 }
const parentField: IdField = { name: 'parentSpanId', bytes: 8 }

function readId(reader: WireReader, end: number, { name, bytes }: IdField): string {
  const stop = reader.message(end)
  const length = stop - reader.pos
  if (length !== bytes) throw expected(`${bytes} bytes`, new Uint8Array(length), name)
  return reader.hex(stop)
}

function missing({ name, bytes }: IdField): never {
  throw expected(`${bytes} bytes`, undefined, name)
}

const noParent = '0'.repeat(16)

/** A root says so with an absent, an empty or, in some exporters, an all-zero parent. */
function readParent(reader: WireReader, end: number): string {
  const start = reader.pos
  const stop = reader.message(end)
  if (stop === reader.pos) return ''
  reader.pos = start
  const id = readId(reader, end, parentField)
  return id === noParent ? '' : id
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
  const attributes: Attributes = {}
  while (reader.pos < end) {
    const tag = reader.tag(end)
    if (tag === fields.event.name) name = reader.text(end)
    else if (tag === fields.event.timeUnixNano) time = reader.fixed64(end)
    else if (tag === fields.event.attributes) readPair(reader, reader.message(end), attributes, 0)
    else reader.skip(tag, end)
  }
  return { name, time, attributes }
}

function readLink(reader: WireReader, end: number, index: number): SpanLink {
  let traceId: string | undefined
  let spanId: string | undefined
  const attributes: Attributes = {}
  try {
    while (reader.pos < end) {
      const tag = reader.tag(end)
      if (tag === fields.link.traceId) traceId = readId(reader, end, traceIdField)
      else if (tag === fields.link.spanId) spanId = readId(reader, end, spanIdField)
      else if (tag === fields.link.attributes) readPair(reader, reader.message(end), attributes, 0)
      else reader.skip(tag, end)
    }
    return {
      traceId: traceId ?? missing(traceIdField),
      spanId: spanId ?? missing(spanIdField),
      attributes,
    }
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
        value = reader.double(end)
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
