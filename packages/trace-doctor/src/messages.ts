/** Messages as their spans tell of them: who published each, who took it, and from where it came. */
import type { Attributes, Span, SpanLink } from '@onetrace/spans'
import type { Examined } from './examined.ts'

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
const idKey = 'messaging.message.id'
const destinationKey = 'messaging.destination.name'

export interface Publication {
  span: Span
  trace: Examined
  id: string
  destination: string
}

/** What names a span of any trace. */
export type Origin = Pick<SpanLink, 'traceId' | 'spanId'>

export interface Delivery extends Publication {
  /** The spans that it continues or links to. */
  origins: Origin[]
  /** 1 for the first, as far as the consumer says. */
  attempt: number
  /** It says that nobody tries again. */
  isLast: boolean
}

export interface Messages {
  publications: Publication[]
  /** In the order of time. */
  deliveries: Delivery[]
  published: (message: Pick<Publication, 'id' | 'destination'>) => Publication | undefined
}

export function findMessages(traces: Examined[]): Messages {
  const all = traces.flatMap((trace) => trace.nodes.map(({ span }) => ({ span, trace })))
  const publications = all.flatMap(readPublication)
  const deliveries = all.flatMap(readDeliveries).sort(byStart)
  const byKey = new Map(publications.map((message) => [keyOf(message), message]))
  return { publications, deliveries, published: (message) => byKey.get(keyOf(message)) }
}

export function keyOf({ destination, id }: Pick<Publication, 'id' | 'destination'>): string {
  return `${destination} ${id}`
}

export function isFrom(delivery: Delivery, { span }: Pick<Publication, 'span'>): boolean {
  return delivery.origins.some((origin) => isSame(origin, span))
}

export function isSame(a: Origin, b: Origin): boolean {
  return a.traceId === b.traceId && a.spanId === b.spanId
}

interface Place {
  span: Span
  trace: Examined
}

function readPublication({ span, trace }: Place): Publication[] {
  const id = textOf(span.attributes, idKey)
  if (span.kind !== 'producer' || id === undefined) return []
  return [{ span, trace, id, destination: textOf(span.attributes, destinationKey) ?? '' }]
}

/** A batch has the messages' ids on its links. */
function readDeliveries({ span, trace }: Place): Delivery[] {
  const isTaken =
    span.kind === 'consumer' && span.attributes['messaging.operation.type'] !== 'receive'
  if (!isTaken) return []
  const id = textOf(span.attributes, idKey)
  if (id !== undefined) return [delivery({ span, trace }, id, span.attributes, originsOf(span))]
  return span.links.flatMap((link) => {
    const linked = textOf(link.attributes, idKey)
    return linked === undefined ? [] : [delivery({ span, trace }, linked, link.attributes, [link])]
  })
}

function originsOf({ traceId, parentSpanId, links }: Span): Origin[] {
  const parent = parentSpanId === undefined ? [] : [{ traceId, spanId: parentSpanId }]
  return [...parent, ...links]
}

function delivery(place: Place, id: string, said: Attributes, origins: Origin[]): Delivery {
  const attempt = ofAnySystem(said, 'delivery_attempt')
  return {
    ...place,
    id,
    destination: textOf(place.span.attributes, destinationKey) ?? '',
    origins,
    attempt: typeof attempt === 'number' ? attempt : 1,
    isLast: ofAnySystem(place.span.attributes, 'dead_letter') === true,
  }
}

/** `messaging.<system>.message.<name>`: the conventions leave these to each system. */
function ofAnySystem(attributes: Attributes, name: string) {
  const key = new RegExp(`^messaging\\.\\w+\\.message\\.${name}$`)
  return Object.entries(attributes).find(([found]) => key.test(found))?.[1]
}

function textOf(attributes: Attributes, key: string): string | undefined {
  const value = attributes[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function byStart(a: Delivery, b: Delivery): number {
  return a.span.startTime < b.span.startTime ? -1 : Number(a.span.startTime > b.span.startTime)
}
