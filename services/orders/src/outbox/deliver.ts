import { ApiError } from '@onetrace/service'
import { type Logger, recordError } from '@onetrace/telemetry'
import type { Span } from '@opentelemetry/api'
import { type Batch, inConsumerSpan, type Shape, withBaggageOf } from './consumer-span.ts'
import type { Message } from './message.ts'
import { deadLetter, errorType } from './messaging-attributes.ts'
import { delayAfter, type RetrySettings } from './retry.ts'

/** Resolves when the receiver has taken the message; it may come again all the same. */
export type Handler = (message: Message) => Promise<void>

export interface DeliveryOptions {
  /** By topic. */
  handlers: Readonly<Record<string, Handler>>
  shape: Shape
  retry: RetrySettings
  log: Logger
}

export type Delivery = { message: Message } & (
  | { outcome: 'delivered' }
  | { outcome: 'failed'; error: string; delayMs: number }
  | { outcome: 'dead'; error: string }
)

/** Never rejects: each message of the batch has an outcome of its own. */
export function deliver(batch: Batch, options: DeliveryOptions): Promise<Delivery[]> {
  return inConsumerSpan(batch, options.shape, (span) =>
    Promise.all(
      batch.messages.map((message) =>
        withBaggageOf(message, () => deliverOne(message, { ...options, span })),
      ),
    ),
  )
}

async function deliverOne(
  message: Message,
  options: DeliveryOptions & { span: Span },
): Promise<Delivery> {
  const { handlers, log } = options
  const { id: messageId, topic, attempt } = message
  try {
    const handler = handlers[topic]
    if (!handler) throw new Error(`nobody delivers messages of topic ${topic}`)
    await handler(message)
    log.info({ messageId, topic, attempt }, 'message delivered')
    return { message, outcome: 'delivered' }
  } catch (err) {
    return failed(message, err, options)
  }
}

function failed(
  message: Message,
  err: unknown,
  { retry, log, span }: DeliveryOptions & { span: Span },
): Delivery {
  const { id: messageId, topic, attempt, attemptOfRound } = message
  const error = err instanceof Error ? err.message : String(err)
  const delayMs = delayAfter(attemptOfRound, retry)
  recordError(err, span)
  span.setAttribute(errorType, typeOf(err))
  if (delayMs !== undefined) {
    log.warn({ messageId, topic, attempt, delayMs, err }, 'message not delivered')
    return { message, outcome: 'failed', error, delayMs }
  }
  span.setAttribute(deadLetter, true)
  log.error({ messageId, topic, attempt, err }, 'message is a dead letter')
  return { message, outcome: 'dead', error }
}

/** Few values: the code of an error of ours, else what kind of error it is. */
function typeOf(err: unknown): string {
  if (!(err instanceof Error)) return '_OTHER'
  return err instanceof ApiError ? err.code : err.name
}
