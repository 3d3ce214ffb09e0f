import { withSpan } from '@onetrace/telemetry'
import {
  type Attributes,
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from '@opentelemetry/api'
import type { Message } from './message.ts'
import { batchAttributes, messageAttributes, processAttributes } from './messaging-attributes.ts'

/** A consumer span as child of the span that published its message, or linked to it. */
export type Shape = 'child' | 'link'

/** One topic's messages that are delivered together; not empty. */
export interface Batch {
  topic: string
  messages: Message[]
}

/**
 * Runs `fn` in the span of a delivery. Its context comes from the message alone: whatever was
 * active when the relay began, or when somebody woke it, has nothing to do with it.
 */
export function inConsumerSpan<T>(
  batch: Batch,
  shape: Shape,
  fn: (span: Span) => Promise<T>,
): Promise<T> {
  const { topic, messages } = batch
  const { parent, links } = placeOf(batch, shape)
  const attributes = { ...processAttributes(topic), ...contentAttributes(messages) }
  const options = { kind: SpanKind.CONSUMER, attributes, links }
  return context.with(parent, () => withSpan(`process ${topic}`, options, fn))
}

function placeOf({ messages }: Batch, shape: Shape): { parent: Context; links: Link[] } {
  const [message, ...others] = messages
  // A span has one parent, so that of several messages it can but link to each.
  if (!message || others.length > 0) return { parent: ROOT_CONTEXT, links: linksTo(messages) }
  const sent = contextOf(message)
  if (shape === 'child') return { parent: sent, links: [] }
  return { parent: trace.deleteSpan(sent), links: linksTo(messages) } // the baggage stays
}

function contentAttributes(messages: Message[]): Attributes {
  const [message, ...others] = messages
  return message && others.length === 0
    ? messageAttributes(message)
    : batchAttributes(messages.length)
}

/** In a batch each message's own baggage goes along with its delivery, which no span could hold. */
export function withBaggageOf<T>(message: Message, fn: () => T): T {
  const baggage = propagation.getBaggage(contextOf(message))
  const active = context.active()
  const own = baggage ? propagation.setBaggage(active, baggage) : propagation.deleteBaggage(active)
  return context.with(own, fn)
}

/** As it was when the message was published, however often it was delivered since. */
function contextOf({ carrier }: Message): Context {
  return propagation.extract(ROOT_CONTEXT, carrier)
}

function linksTo(messages: Message[]): Link[] {
  return messages.flatMap((message) => {
    const published = trace.getSpanContext(contextOf(message))
    return published ? [{ context: published, attributes: messageAttributes(message) }] : []
  })
}
