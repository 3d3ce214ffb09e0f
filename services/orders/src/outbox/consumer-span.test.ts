import { withSpans } from '@onetrace/telemetry/testing'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { inConsumerSpan, type Shape, withBaggageOf } from './consumer-span.ts'
import type { Message } from './message.ts'

const topic = 'order.placed'
const [traceA, traceB, span] = ['a'.repeat(32), 'b'.repeat(32), '1'.repeat(16)]

function message(more: Partial<Message> = {}): Message {
  const carrier = { traceparent: `00-${traceA}-${span}-01`, tracestate: 'vendor=1' }
  return {
    id: 'm1',
    topic,
    key: 'a',
    payload: {},
    carrier,
    attempt: 2,
    attemptOfRound: 2,
    ...more,
  }
}

const other = message({ id: 'm2', attempt: 1, carrier: { traceparent: `00-${traceB}-${span}-01` } })

const tenant = () => propagation.getActiveBaggage()?.getEntry('tenant')?.value

/** As the relay does it: in whatever context it was woken. */
function processed(messages: Message[], shape: Shape, fn: () => Promise<unknown> = async () => {}) {
  const tracer = trace.getTracer('test')
  return tracer.startActiveSpan('somebody else’s request', async (request) => {
    await inConsumerSpan({ topic, messages }, shape, fn)
    request.end()
  })
}

test('as child it goes on with the trace that published it, and says which attempt it is', () =>
  withSpans(async ({ named }) => {
    await processed([message()], 'child')

    const consumer = named('process order.placed')
    expect(consumer.kind).toBe(SpanKind.CONSUMER)
    expect(consumer.parentSpanContext).toMatchObject({ traceId: traceA, spanId: span })
    expect(consumer.spanContext().traceId).toBe(traceA)
    expect(consumer.spanContext().traceState?.serialize()).toBe('vendor=1')
    expect(consumer.links).toEqual([])
    expect(consumer.attributes).toEqual({
      'messaging.system': 'outbox',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
      'messaging.message.id': 'm1',
      'messaging.outbox.message.delivery_attempt': 2,
    })
  }))

test('as link it begins a trace of its own that points to the one that published it', () =>
  withSpans(async ({ named }) => {
    await processed([message()], 'link')

    const consumer = named('process order.placed')
    expect(consumer.parentSpanContext).toBeUndefined()
    expect(consumer.spanContext().traceId).not.toBe(traceA)
    expect(consumer.links.map((link) => link.context)).toMatchObject([
      { traceId: traceA, spanId: span },
    ])
    expect(consumer.attributes).toMatchObject({ 'messaging.message.id': 'm1' })
  }))

test.each<Shape>(['child', 'link'])(
  'of several it is one span with a link to each, %s or not',
  (shape) =>
    withSpans(async ({ named }) => {
      await processed([message(), other], shape)

      const consumer = named('process order.placed')
      expect(consumer.parentSpanContext).toBeUndefined()
      expect(consumer.attributes).toMatchObject({ 'messaging.batch.message_count': 2 })
      expect(consumer.attributes).not.toHaveProperty('messaging.message.id')
      expect(consumer.links.map((link) => [link.context.traceId, link.attributes])).toEqual([
        [traceA, { 'messaging.message.id': 'm1', 'messaging.outbox.message.delivery_attempt': 2 }],
        [traceB, { 'messaging.message.id': 'm2', 'messaging.outbox.message.delivery_attempt': 1 }],
      ])
    }),
)

test.each<Shape>(['child', 'link'])(
  'a message without context begins a trace, %s or not',
  (shape) =>
    withSpans(async ({ named }) => {
      await processed([message({ carrier: {} })], shape)

      const { parentSpanContext, links } = named('process order.placed')
      expect([parentSpanContext, links]).toEqual([undefined, []])
    }),
)

test.each<Shape>(['child', 'link'])('the baggage of the message is there again, as %s', (shape) =>
  withSpans(async () => {
    const seen: unknown[] = []
    const one = message({ carrier: { ...message().carrier, baggage: 'tenant=acme' } })

    await processed([one], shape, async () => seen.push(tenant()))

    expect(seen).toEqual(['acme'])
  }),
)

test('in a batch each message has its own baggage, and nobody has that of another', () =>
  withSpans(async () => {
    const of = (baggage?: string) => message({ carrier: baggage ? { baggage } : {} })
    const messages = [of('tenant=acme'), of(), of('tenant=globex')]
    const seen: unknown[] = []

    await processed(messages, 'child', async () => {
      seen.push(tenant())
      for (const one of messages) withBaggageOf(one, () => seen.push(tenant()))
    })

    expect(seen).toEqual([undefined, 'acme', undefined, 'globex'])
  }))

test('a failure is on the span, and the caller’s context is back afterwards', () =>
  withSpans(async ({ named }) => {
    const before = context.active()

    const failing = processed([message()], 'child', () => Promise.reject(new Error('refused')))

    await expect(failing).rejects.toThrow('refused')
    expect(named('process order.placed').status).toEqual({
      code: SpanStatusCode.ERROR,
      message: 'refused',
    })
    expect(context.active()).toBe(before)
  }))
