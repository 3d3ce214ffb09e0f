import type { Query } from '@onetrace/service'
import { withSpan } from '@onetrace/telemetry'
import { context, propagation, SpanKind } from '@opentelemetry/api'
import type { Carrier, NewMessage } from './message.ts'
import { messageId, publishAttributes } from './messaging-attributes.ts'
import { insertMessage } from './outbox-store.ts'

/**
 * Writes a message with `query`, which is the caller's transaction: the message exists exactly when
 * the thing that it tells of does. With it goes the context of this very span, which whoever
 * delivers the message continues or links to.
 */
export function publish(query: Query, message: NewMessage): Promise<void> {
  const { topic } = message
  const options = { kind: SpanKind.PRODUCER, attributes: publishAttributes(topic) }
  return withSpan(`publish ${topic}`, options, async (span) => {
    const carrier: Carrier = {}
    propagation.inject(context.active(), carrier)
    span.setAttribute(messageId, await insertMessage(query, { ...message, carrier }))
  })
}
