/** Messages: published by orders, taken by points. */
import type { Span, Trace } from '@onetrace/spans'
import type { DiagnoseRequest } from '../subject.ts'
import { type Case, ms } from './case.ts'

const ids = {
  order: 'a'.repeat(32),
  other: 'b'.repeat(32),
  alone: 'c'.repeat(32),
  last: 'd'.repeat(32),
}
const start = 1_769_860_800_000_000_000n

function span(traceId: string, spanId: string, at: number, of: Partial<Span>): Span {
  const startTime = start + BigInt(at) * ms
  return {
    traceId,
    spanId: spanId.padEnd(16, '0'),
    name: 'POST /orders',
    kind: 'server',
    service: 'orders',
    startTime,
    endTime: startTime + 5n * ms,
    status: { code: 'unset' },
    attributes: {},
    events: [],
    links: [],
    resource: {},
    scope: { name: '' },
    ...of,
  }
}

const about = (id: string, more: Span['attributes'] = {}) => ({
  'messaging.message.id': id,
  'messaging.destination.name': 'order.placed',
  ...more,
})

/** An order of that trace, which publishes a message. */
function order(traceId: string, id: string, at = 0): Span[] {
  const parentSpanId = 'a0'.padEnd(16, '0')
  const made = { name: 'publish', kind: 'producer' as const, attributes: about(id), parentSpanId }
  return [span(traceId, 'a0', at, {}), span(traceId, 'a1', at + 1, made)]
}

const published = (traceId: string) => ({ traceId, spanId: 'a1'.padEnd(16, '0'), attributes: {} })

interface Taken {
  traceId: string
  id: string
  at: number
  of?: Partial<Span>
  attempt?: number
}

function taken({ traceId, id, at, of, attempt = 1 }: Taken): Span {
  const nth = { 'messaging.outbox.message.delivery_attempt': attempt }
  return span(traceId, `c${attempt}`, at, {
    name: 'process',
    kind: 'consumer',
    service: 'points',
    attributes: about(id, nth),
    ...of,
  })
}

const below = (traceId: string): Partial<Span> => ({ parentSpanId: published(traceId).spanId })
const linked = (traceId: string): Partial<Span> => ({ links: [published(traceId)] })

const trace = (...spans: Span[]): Trace => ({ traceId: spans[0]?.traceId ?? '', spans })

/** Another order whose message was taken as it should be. */
const good = trace(
  ...order(ids.other, 'm0', -500),
  taken({ traceId: ids.other, id: 'm0', at: -480, of: below(ids.other) }),
)

const placed = trace(...order(ids.order, 'm1'))
const rootless = trace(taken({ traceId: ids.alone, id: 'm1', at: 20 }))

const dead = {
  attributes: about('m1', {
    'messaging.outbox.message.delivery_attempt': 2,
    'messaging.outbox.message.dead_letter': true,
  }),
  status: { code: 'error' as const, message: 'users answered 404' },
}

/** Both attempts of a message; the second goes on from what is given. */
function tried(second: Partial<Span>, traceId = ids.alone): DiagnoseRequest {
  return {
    trace: trace(
      ...order(ids.order, 'm1'),
      taken({ traceId: ids.order, id: 'm1', at: 20, of: below(ids.order) }),
      ...(traceId === ids.order
        ? [taken({ traceId, id: 'm1', at: 90, of: second, attempt: 2 })]
        : []),
    ),
    others: [trace(taken({ traceId: ids.alone, id: 'm1', at: 90, of: second, attempt: 2 }))],
  }
}

const later = start + 3_600_000n * ms

export const messagesCases: Case[] = [
  {
    check: 'message-without-context',
    shown: () => ({ trace: placed, others: [rootless, good] }),
    says: [/points handled message m1 without.*orders sent none along.*let orders inject/],
    nearMiss: () => ({
      trace: placed,
      others: [trace(taken({ traceId: ids.alone, id: 'm1', at: 20, of: linked(ids.order) })), good],
    }),
  },
  {
    check: 'message-without-context',
    shown: () => ({ trace: rootless, others: [placed] }),
    says: [/orders sent none along with it, or points did not take it out/],
    nearMiss: () => ({ trace: good, others: [placed, rootless] }),
  },
  {
    check: 'message-without-context',
    shown: () => ({
      trace: rootless,
      others: [
        placed,
        trace(
          ...order(ids.other, 'm0', -500),
          taken({
            traceId: ids.other,
            id: 'm0',
            at: -480,
            of: { ...below(ids.other), service: 'mail' },
          }),
        ),
      ],
    }),
    says: [/points did not take it out: others got it from orders.*let points extract/],
    nearMiss: () => ({ trace: rootless, others: [good] }), // who published it may not trace at all
  },
  {
    check: 'message-without-context',
    severity: 'note',
    shown: () => ({ trace: rootless }),
    says: [/who published it sends no context along, or no spans to here/],
    nearMiss: () => ({ trace: good }),
  },
  {
    check: 'message-wrong-parent',
    shown: () => ({
      trace: trace(
        ...order(ids.other, 'm0'),
        taken({ traceId: ids.other, id: 'm0', at: 9, of: below(ids.other) }),
        taken({
          traceId: ids.other,
          id: 'm1',
          at: 20,
          of: { ...below(ids.other), spanId: 'c3'.repeat(8) },
        }),
      ),
    }),
    says: [/points handled message m1 in the context of something else.*another message \(m0\)/],
    nearMiss: () => ({
      // A batch has a link to each message, and each link its id.
      trace: placed,
      others: [
        good,
        trace(
          taken({
            traceId: ids.alone,
            id: '',
            at: 20,
            of: {
              attributes: { 'messaging.destination.name': 'order.placed' },
              links: [
                { ...published(ids.other), attributes: about('m0') },
                { ...published(ids.order), attributes: about('m1') },
              ],
            },
          }),
        ),
      ],
    }),
  },
  {
    check: 'message-wrong-parent',
    shown: () => ({
      trace: placed,
      others: [
        trace(
          span(ids.last, 'f0', -900, { name: 'GET /subscribe', service: 'points' }),
          taken({
            traceId: ids.last,
            id: 'm1',
            at: 20,
            of: { parentSpanId: 'f0'.padEnd(16, '0') },
          }),
        ),
      ],
    }),
    says: [/the context in which it subscribed or connected, inside of points: GET \/subscribe/],
    nearMiss: () => ({
      trace: trace(
        ...placed.spans,
        span(ids.order, 'e0', 18, {
          ...below(ids.order),
          name: 'receive',
          kind: 'client',
          service: 'points',
        }),
        taken({ traceId: ids.order, id: 'm1', at: 20, of: { parentSpanId: 'e0'.padEnd(16, '0') } }),
      ),
    }),
  },
  {
    check: 'redelivery-new-trace',
    shown: () => tried({}),
    says: [/attempt 2 of message m1 lost the context that attempt 1 had.*keep traceparent/],
    nearMiss: () => tried(linked(ids.order)),
  },
  {
    check: 'redelivery-new-trace',
    shown: () => tried({ links: [published(ids.other)] }),
    says: [/attempt 2 of message m1/],
    nearMiss: () => ({ trace: tried(below(ids.order), ids.order).trace }),
  },
  {
    check: 'message-not-taken',
    shown: () => ({
      trace: trace(
        ...placed.spans,
        taken({ traceId: ids.order, id: 'm1', at: 20, of: { ...below(ids.order), ...dead } }),
      ),
    }),
    says: [/points gave message m1 up after attempt 2.*the last with: users answered 404/],
    nearMiss: () => ({
      // It was replayed, and taken.
      trace: trace(
        ...placed.spans,
        taken({ traceId: ids.order, id: 'm1', at: 20, of: { ...below(ids.order), ...dead } }),
        taken({ traceId: ids.order, id: 'm1', at: 900, of: below(ids.order), attempt: 3 }),
      ),
    }),
  },
  {
    check: 'message-not-taken',
    shown: () => ({ trace: placed, others: [good], asOf: later }),
    says: [/nobody took message m1 in 3599 s.*points took others like it and is down/],
    nearMiss: () => ({ trace: placed, others: [good], asOf: start + 30_000n * ms }),
  },
  {
    check: 'message-not-taken',
    shown: () => ({ trace: placed, others: [good], asOf: later }),
    says: [/look whether points runs/],
    nearMiss: () => ({ trace: placed, asOf: later }), // nobody who takes such messages is known
  },
  {
    check: 'message-not-taken',
    shown: () => ({ trace: placed, others: [good], asOf: later }),
    says: [/nobody took/],
    nearMiss: () => ({ trace: placed, others: [good] }), // the trace of who took it may be elsewhere
  },
]
