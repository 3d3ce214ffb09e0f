import { formatDuration } from './format-duration.ts'
import type { AttributeValue, Span } from './model.ts'
import type { SpanNode } from './tree.ts'

/** The time in which a message lay somewhere, between what published it and what took it. */
export interface Wait {
  start: bigint
  end: bigint
  /** `waited 1.2 s in the outbox` */
  words: string
}

/** The conventions leave the number of a delivery to each system. */
const attempt = /^messaging\.\w+\.message\.delivery_attempt$/

/**
 * How long the message of a consumer span waited; `above` is what it hangs below, by parent or by
 * link. A delivery that is tried again has waited since the one before.
 */
export function waitOf(
  { span }: Pick<SpanNode, 'span'>,
  above: Pick<SpanNode, 'span' | 'children'> | undefined,
): Wait | undefined {
  if (span.kind !== 'consumer' || above?.span.kind !== 'producer') return undefined
  const nth = attemptOf(span, above.span)
  const start = nth > 1 ? endOfLast(span, above) : above.span.endTime
  if (start >= span.startTime) return undefined
  const time = formatDuration(Number(span.startTime - start) / 1e6)
  const again = nth > 1 ? ` for attempt ${nth}` : ''
  return { start, end: span.startTime, words: `waited ${time}${placeOf(span)}${again}` }
}

function placeOf({ attributes }: Span): string {
  const { 'messaging.system': system } = attributes
  if (typeof system !== 'string') return ''
  return system === 'outbox' ? ' in the outbox' : ` in ${system}`
}

/** On the span, or of a batch on the link to the one message. */
function attemptOf(span: Span, producer: Span): number {
  const link = span.links.find(({ spanId }) => spanId === producer.spanId)
  const all: [string, AttributeValue][] = [
    ...Object.entries(span.attributes),
    ...Object.entries(link?.attributes ?? {}),
  ]
  const [, number] = all.find(([key]) => attempt.test(key)) ?? []
  return typeof number === 'number' ? number : 1
}

/** The conventions know no span for what failed before; a sibling of the same name is one. */
function endOfLast(span: Span, { span: producer, children }: Pick<SpanNode, 'span' | 'children'>) {
  const before = children.filter(
    ({ span: other }) =>
      other.kind === 'consumer' && other.name === span.name && other.startTime < span.startTime,
  )
  return before.reduce(
    (last, { span: other }) => (other.endTime > last ? other.endTime : last),
    producer.endTime,
  )
}
