import { kindOf } from '../kinds.ts'
import type {
  EntityRef,
  ResourceDetails,
  Scope,
  Span,
  SpanEvent,
  SpanLink,
  SpanStatus,
} from '../model.ts'
import { leafOf, listOf, messageOf, type Raw, textOf } from '../shape.ts'
import { expected } from '../shape-error.ts'
import { noSpanId } from '../trace-id.ts'
import { readAttributes } from './attributes.ts'
import type { Leaves } from './leaves.ts'

export interface Surroundings {
  service: string
  resource: Span['resource']
  resourceDetails: ResourceDetails | undefined
  scope: Scope
}

const kindNames = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map(
  (name) => `SPAN_KIND_${name}`,
)
const statusNames = ['UNSET', 'OK', 'ERROR'].map((name) => `STATUS_CODE_${name}`)
export const statusCodes: SpanStatus['code'][] = ['unset', 'ok', 'error']

/** The spans of an ExportTraceServiceRequest whose message structure is already objects and lists. */
export function readRequest(request: Raw, leaves: Leaves): Span[] {
  return listOf(request, 'resourceSpans', (resourceSpans) => {
    const resource = readAttributes(messageOf(resourceSpans, 'resource'), leaves)
    const resourceDetails = readDetails(resourceSpans, leaves)
    const given = { service: serviceOf(resource), resource, resourceDetails }
    return listOf(resourceSpans, 'scopeSpans', (scopeSpans) => {
      const surroundings = { ...given, scope: readScope(scopeSpans, leaves) }
      return listOf(scopeSpans, 'spans', (span) => readSpan(span, surroundings, leaves))
    })
  }).flat(2)
}

export function serviceOf({ 'service.name': named }: Span['resource']): string {
  return typeof named === 'string' && named !== '' ? named : 'unknown_service'
}

/** Most resources have attributes alone, so most spans have no place for the rest. */
function readDetails(resourceSpans: Raw, leaves: Leaves): ResourceDetails | undefined {
  const resource = messageOf(resourceSpans, 'resource')
  const schemaUrl = textOf(resourceSpans, 'schemaUrl')
  const entityRefs = listOf(resource, 'entityRefs', readEntityRef)
  const details = {
    ...(schemaUrl && { schemaUrl }),
    ...readCount(resource, 'droppedAttributesCount', leaves),
    ...(entityRefs.length > 0 && { entityRefs }),
  }
  return Object.keys(details).length > 0 ? details : undefined
}

function readEntityRef(raw: Raw): EntityRef {
  const schemaUrl = textOf(raw, 'schemaUrl')
  const type = textOf(raw, 'type')
  const [idKeys, descriptionKeys] = [readTexts(raw, 'idKeys'), readTexts(raw, 'descriptionKeys')]
  return {
    ...(schemaUrl && { schemaUrl }),
    ...(type && { type }),
    ...(idKeys.length > 0 && { idKeys }),
    ...(descriptionKeys.length > 0 && { descriptionKeys }),
  }
}

function readTexts(raw: Raw, field: string): string[] {
  return leafOf(raw, field, (value) => {
    const texts = value ?? []
    if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return texts
    throw expected('a list of texts', value)
  })
}

function readScope(scopeSpans: Raw, leaves: Leaves): Scope {
  const scope = messageOf(scopeSpans, 'scope')
  const version = textOf(scope, 'version')
  const attributes = readAttributes(scope, leaves)
  const schemaUrl = textOf(scopeSpans, 'schemaUrl')
  return {
    name: textOf(scope, 'name'),
    ...(version && { version }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...readCount(scope, 'droppedAttributesCount', leaves),
    ...(schemaUrl && { schemaUrl }),
  }
}

/** Nothing for zero, which is what an absent number is. */
function readCount<F extends string>(raw: Raw, field: F, leaves: Leaves): { [K in F]?: number } {
  const count = leafOf(raw, field, (value) => leaves.uint32(value ?? 0))
  return (count > 0 ? { [field]: count } : {}) as { [K in F]?: number }
}

function readSpan(
  raw: Raw,
  { resourceDetails, ...surroundings }: Surroundings,
  leaves: Leaves,
): Span {
  // A root says so with an absent, an empty or, in some exporters, an all-zero parent.
  const parentSpanId = leafOf(raw, 'parentSpanId', (value) => leaves.id(value, 16))
  const traceState = textOf(raw, 'traceState')
  return {
    traceId: leafOf(raw, 'traceId', (value) => leaves.id(value, 32)),
    spanId: leafOf(raw, 'spanId', (value) => leaves.id(value, 16)),
    ...(parentSpanId !== noSpanId && { parentSpanId }),
    name: textOf(raw, 'name'),
    ...readKind(raw, leaves),
    startTime: readTime(raw, 'startTimeUnixNano', leaves),
    endTime: readTime(raw, 'endTimeUnixNano', leaves),
    status: readStatus(raw, leaves),
    attributes: readAttributes(raw, leaves),
    events: listOf(raw, 'events', (event) => readEvent(event, leaves)),
    links: listOf(raw, 'links', (link) => readLink(link, leaves)),
    ...surroundings,
    ...(traceState && { traceState }),
    ...readFlags(raw, leaves),
    ...(resourceDetails && { resourceDetails }),
    ...readCount(raw, 'droppedAttributesCount', leaves),
    ...readCount(raw, 'droppedEventsCount', leaves),
    ...readCount(raw, 'droppedLinksCount', leaves),
  }
}

function readFlags(raw: Raw, leaves: Leaves): { flags?: number } {
  return leafOf(raw, 'flags', (value) =>
    value === undefined || value === null ? {} : { flags: leaves.uint32(value) },
  )
}

/** Numbers that a later version of OTLP may add are kept, and count as the default. */
function readKind(raw: Raw, leaves: Leaves): Pick<Span, 'kind' | 'kindNumber'> {
  const number = leafOf(raw, 'kind', (value) => leaves.enumeration(value ?? 0, kindNames))
  const kind = kindOf(number)
  return kind ? { kind } : { kind: 'internal', kindNumber: number }
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
  return leafOf(raw, field, (value) => leaves.uint64(value ?? 0))
}

function readEvent(event: Raw, leaves: Leaves): SpanEvent {
  return {
    name: textOf(event, 'name'),
    time: readTime(event, 'timeUnixNano', leaves),
    attributes: readAttributes(event, leaves),
    ...readCount(event, 'droppedAttributesCount', leaves),
  }
}

function readLink(link: Raw, leaves: Leaves): SpanLink {
  const traceState = textOf(link, 'traceState')
  return {
    traceId: leafOf(link, 'traceId', (value) => leaves.id(value, 32)),
    spanId: leafOf(link, 'spanId', (value) => leaves.id(value, 16)),
    attributes: readAttributes(link, leaves),
    ...(traceState && { traceState }),
    ...readFlags(link, leaves),
    ...readCount(link, 'droppedAttributesCount', leaves),
  }
}
