import { ApiError } from '@onetrace/service'
import { keepingLogger } from '@onetrace/service/testing'
import { withSpans } from '@onetrace/telemetry/testing'
import { SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { deliver, type Handler } from './deliver.ts'
import type { Message } from './message.ts'

const topic = 'order.placed'
const retry = { baseMs: 10, maxMs: 10, maxAttempts: 3 }

function messageOf(id: string, attempt = 1): Message {
  return { id, topic, key: 'a', payload: {}, carrier: {}, attempt, attemptOfRound: attempt }
}

function deliverAll(messages: Message[], handler: Handler) {
  const { log, lines } = keepingLogger()
  const options = { handlers: { [topic]: handler }, shape: 'child', retry, log } as const
  return { lines, deliveries: deliver({ topic, messages }, options) }
}

const unavailable = () => Promise.reject(new ApiError('unavailable', 'users cannot be reached'))

test('a handler runs in the span of the delivery, and so does what is said of it', () =>
  withSpans(async ({ named }) => {
    let active: string | undefined
    const { deliveries } = deliverAll([messageOf('m1')], async () => {
      active = trace.getActiveSpan()?.spanContext().spanId
    })

    expect(await deliveries).toMatchObject([{ outcome: 'delivered', message: { id: 'm1' } }])
    expect(active).toBe(named('process order.placed').spanContext().spanId)
  }))

test('a failure is on the span with its type, and the message comes again', () =>
  withSpans(async ({ named }) => {
    const { deliveries, lines } = deliverAll([messageOf('m1')], unavailable)

    const delayMs = expect.any(Number)
    const failure = { outcome: 'failed', error: 'users cannot be reached', delayMs }
    expect(await deliveries).toMatchObject([failure])
    const { status, attributes, events } = named('process order.placed')
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'users cannot be reached' })
    expect(attributes).toMatchObject({ 'error.type': 'unavailable' })
    expect(attributes).not.toHaveProperty('messaging.outbox.message.dead_letter')
    expect(events.map(({ name }) => name)).toEqual(['exception'])
    expect(lines).toMatchObject([
      { level: 'warn', fields: { messageId: 'm1', attempt: 1, delayMs } },
    ])
  }))

test('the span of the last attempt says that the message was given up', () =>
  withSpans(async ({ named }) => {
    const { deliveries } = deliverAll([messageOf('m1', 3)], () =>
      Promise.reject(new TypeError('no')),
    )

    expect(await deliveries).toMatchObject([{ outcome: 'dead', error: 'no' }])
    expect(named('process order.placed').attributes).toMatchObject({
      'error.type': 'TypeError',
      'messaging.outbox.message.dead_letter': true,
    })
  }))

test('of a batch each message has its own outcome, and one that fails makes the span a failed one', () =>
  withSpans(async ({ named }) => {
    const { deliveries } = deliverAll([messageOf('good'), messageOf('bad')], async ({ id }) => {
      if (id === 'bad') await unavailable()
    })

    expect(await deliveries).toMatchObject([
      { outcome: 'delivered', message: { id: 'good' } },
      { outcome: 'failed', message: { id: 'bad' } },
    ])
    expect(named('process order.placed').status.code).toBe(SpanStatusCode.ERROR)
  }))

test('a handler that throws at once, whatever it throws, is a failed delivery', () =>
  withSpans(async ({ named }) => {
    const { deliveries } = deliverAll([messageOf('m1')], () => {
      throw 'no error at all'
    })

    expect(await deliveries).toMatchObject([{ outcome: 'failed', error: 'no error at all' }])
    expect(named('process order.placed').attributes).toMatchObject({ 'error.type': '_OTHER' })
  }))
