import type { Attributes } from '@opentelemetry/api'
import type { Message } from './message.ts'

// OpenTelemetry's semantic conventions for messaging; their status is Development, so that the names
// are kept here and not taken from a library.
// https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
export const messageId = 'messaging.message.id'
export const errorType = 'error.type'

/** The conventions leave the number of a delivery to each system, as Google's Pub/Sub has it. */
const deliveryAttempt = 'messaging.outbox.message.delivery_attempt'

export const deadLetter = 'messaging.outbox.message.dead_letter'

export function publishAttributes(topic: string): Attributes {
  return { ...operation('publish', 'send'), 'messaging.destination.name': topic }
}

export function processAttributes(topic: string): Attributes {
  return { ...operation('process', 'process'), 'messaging.destination.name': topic }
}

/** On the span of one message; of several, on the link to each. */
export function messageAttributes({ id, attempt }: Message): Attributes {
  return { [messageId]: id, [deliveryAttempt]: attempt }
}

/** Only where an operation may have more than one, so says the convention. */
export function batchAttributes(count: number): Attributes {
  return { 'messaging.batch.message_count': count }
}

function operation(name: string, type: string): Attributes {
  return {
    'messaging.system': 'outbox',
    'messaging.operation.name': name,
    'messaging.operation.type': type,
  }
}
