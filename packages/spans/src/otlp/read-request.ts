import type { Attributes, Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from '../model.ts'
import { leafOf, listOf, messageOf, type Raw, textOf } from '../shape.ts'
import { expected } from '../shape-error.ts'
import { readAttributes } from './attributes.ts'
import type { Leaves } from './leaves.ts'

export type Surroundings = Pick<Span, 'service' | 'resource' | 'scope'>

const kindNames = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map(
  (name) => `SPAN_KIND_${name}`,
)
export const kinds: SpanKind[] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
]
const statusNames = ['UNSET', 'OK', 'ERROR'].map((name) => `STATUS_CODE_${name}`)
export const statusCodes: SpanStatus['code'][] = ['unset', 'ok', 'error']

/** The spans of an ExportTraceServiceRequest whose message structure is already objects and lists. */
export function readRequest(request: Raw, leaves: Leaves): Span[] {
  return listOf(request, 'resourceSpans', (resourceSpans) => {
    const resource = readAttributes(messageOf(resourceSpans, 'resource'), leaves)
    const service = serviceOf(resource)
    return listOf(resourceSpans, 'scopeSpans', (scopeSpans) => {
      const surroundings = { service, resource, scope: readScope(messageOf(scopeSpans, 'scope')) }
      return listOf(scopeSpans, 'spans', (span) => readSpan(span, surroundings, leaves))
    })
  }).flat(2)
}

export function serviceOf({ 'service.name': named }: Attributes): string {
  return typeof named === 'string' && named !== '' ? named : 'unknown_service'
}

function readScope(scope: Raw): Span['scope'] {
  const version = textOf(scope, 'version')
  return { name: textOf(scope, 'name'), ...(version && { version }) }
}

function readSpan(raw: Raw, surroundings: Surroundings, leaves: Leaves): Span {
  const parentSpanId = leafOf(raw, 'parentSpanId', (value) => readParent(value, leaves))
  const traceState = textOf(raw, 'traceState')
  const flags = leafOf(raw, 'flags', readFlags)
  return {
    traceId: leafOf(raw, 'traceId', (value) => leaves.id(value, 32)),
    spanId: leafOf(raw, 'spanId', (value) => leaves.id(value, 16)),
    ...(parentSpanId && { parentSpanId }),
    name: textOf(raw, 'name'),
    kind: leafOf(raw, 'kind', (value) => readKind(value, leaves)),
    startTime: readTime(raw, 'startTimeUnixNano', leaves),
    endTime: readTime(raw, 'endTimeUnixNano', leaves),
    status: readStatus(raw, leaves),
    attributes: readAttributes(raw, leaves),
    events: listOf(raw, 'events', (event) => readEvent(event, leaves)),
    links: listOf(raw, 'links', (link) => readLink(link, leaves)),
    ...surroundings,
    ...(traceState && { traceState }),
    ...(flags !== undefined && { flags }),
  }
}

/** A root says so with an absent, an empty or, in some exporters, an all-zero parent. */
function readParent(value: unknown, leaves: Leaves): string | undefined {
  if (value === undefined || value === null || isEmpty(value)) return undefined
  const id = leaves.id(value, 16)
  return /^0+$/.test(id) ? undefined : id
}

function isEmpty(value: unknown): boolean {
  return value === '' || (value instanceof Uint8Array && value.length === 0)
}

function readFlags(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  throw expected('a whole number', value)
}

/** Numbers that a later version of OTLP may add read as the default, as protobuf wants it. */
function readKind(value: unknown, leaves: Leaves): SpanKind {
  return kinds[leaves.enumeration(value ?? 0, kindNames)] ?? 'internal'
}

function readStatus(raw: Raw, leaves: Leaves): SpanStatus {
  return leafOf(raw, 'status', () => {
    const status = messageOf(raw, 'status')
    const code = leafOf(status, 'code', (value) => leaves.enumeration(value ?? 0, statusNames))
    const message = textOf(status, 'message')
    return { code: statusCodes[code] ?? 'unset', ...(message && { message }) }
  })
}

function readTime(raw: Raw, field: string, leaves: Leaves): bigint {
  return leafOf(raw, field, (value) => {
    const time = leaves.int64(value ?? 0)
    if (time < 0n || time >= 2n ** 64n) throw expected('nanoseconds since 1970', String(time))
    return time
  })
}

function readEvent(event: Raw, leaves: Leaves): SpanEvent {
  return {
    name: textOf(event, 'name'),
    time: readTime(event, 'timeUnixNano', leaves),
    attributes: readAttributes(event, leaves),
  }
}

function readLink(link: Raw, leaves: Leaves): SpanLink {
  return {
    traceId: leafOf(link, 'traceId', (value) => leaves.id(value, 32)),
    spanId: leafOf(link, 'spanId', (value) => leaves.id(value, 16)),
    attributes: readAttributes(link, leaves),
  }
}
