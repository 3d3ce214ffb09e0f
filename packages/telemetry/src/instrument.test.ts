import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { instrument } from './instrument.ts'
import { withSpans } from './test-spans.ts'

test('each call runs in a span named after the function', () =>
  withSpans(async ({ ended }) => {
    const charge = instrument(async function chargeCard(cents: number) {
      return cents * 2
    })

    const results = [await charge(1), await charge(2)]

    expect(results).toEqual([2, 4])
    expect(ended().map(({ name }) => name)).toEqual(['chargeCard', 'chargeCard'])
  }))

test('only the chosen fields become attributes, and undefined ones do not', () =>
  withSpans(({ named }) => {
    const pay = instrument((_order: { id: string; card: string; note?: string }) => 'paid', {
      name: 'pay',
      fields: ({ id, note }) => ({ 'order.id': id, 'order.note': note }),
    })

    pay({ id: 'o1', card: '4111' })

    expect(named('pay').attributes).toEqual({ 'order.id': 'o1' })
  }))

test('options of the span hold for each call, and attributes of both are kept', () =>
  withSpans(({ named }) => {
    const publish = instrument((_topic: string) => {}, {
      name: 'publish',
      kind: SpanKind.PRODUCER,
      attributes: { 'messaging.system': 'outbox' },
      fields: (topic) => ({ 'messaging.destination.name': topic }),
    })

    publish('order.placed')

    expect(named('publish')).toMatchObject({
      kind: SpanKind.PRODUCER,
      attributes: { 'messaging.system': 'outbox', 'messaging.destination.name': 'order.placed' },
    })
  }))

test('an error marks the span and comes through', () =>
  withSpans(async ({ named }) => {
    const error = new Error('declined')
    const pay = instrument(() => Promise.reject(error), { name: 'pay' })

    await expect(pay()).rejects.toBe(error)

    expect(named('pay').status).toEqual({ code: SpanStatusCode.ERROR, message: 'declined' })
  }))

test('the wrapped function keeps the name, so that wrapping says the same twice', () => {
  const wrapped = instrument(function chargeCard() {})

  expect(wrapped.name).toBe('chargeCard')
})

test('a method keeps its this', () => {
  const account = {
    balance: 7,
    read: instrument(
      function (this: { balance: number }) {
        return this.balance
      },
      { name: 'read' },
    ),
  }

  expect(account.read()).toBe(7)
})

test('a function without a name needs one', () => {
  expect(() => instrument(() => {})).toThrow(
    new TypeError('instrument: expected a named function or { name }, got neither'),
  )
})
