/** Trees that are not one tree. */
import type { Span } from '@onetrace/spans'
import { edited, recorded, recordedLogs, spanOf, traceOf } from '../recorded.ts'
import { type Case, linkTo } from './case.ts'

const usersServer = spanOf('place-order', 'users', 'GET /users/:id')
const ordersStep = spanOf('place-order', 'orders', 'place_order')

/** Without its parent, a key that must not be there at all. */
function withoutParent({ parentSpanId: _, ...span }: Span): Span {
  return span
}

export const structureCases: Case[] = [
  {
    check: 'orphan',
    shown: () => recorded('orders-not-exported'),
    says: [
      /1 span below parent 7454ddac24acf729, .*\(users: GET \/users\/:id .*passes contexts on/,
    ],
    nearMiss: () => recorded('outside-caller'),
  },
  {
    check: 'orphan',
    shown: () => ({
      ...recorded('orders-not-exported'),
      logs: recordedLogs('orders-not-exported'),
    }),
    says: [/orders wrote log lines in this trace and sent no span/],
    nearMiss: () => ({ ...recorded('users-down'), logs: recordedLogs('users-down') }),
  },
  {
    check: 'orphan',
    shown: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: traceOf('place-order').spans.filter(({ name }) => name !== 'place_order'),
      },
    }),
    says: [/3 spans below parent .*orders dropped the parent/],
    nearMiss: () => recorded('place-order'),
  },
  {
    check: 'orphan',
    severity: 'note',
    shown: () => recorded('outside-caller'),
    says: [/parent 00f067aa0ba902b7.*the caller of gateway sent a traceparent and exports/],
    nearMiss: () => recorded('place-order'),
  },
  {
    check: 'several-roots',
    shown: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: traceOf('place-order').spans.map((span) =>
          span === usersServer || span.spanId === usersServer.spanId ? withoutParent(span) : span,
        ),
      },
    }),
    says: [
      /2 spans have no parent \(gateway: POST \/orders .* and users: GET .*without the parent id/,
    ],
    nearMiss: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: traceOf('place-order').spans.map((span) =>
          span.spanId === usersServer.spanId
            ? { ...withoutParent(span), ...linkTo(ordersStep) }
            : span,
        ),
      },
    }),
  },
  {
    check: 'cycle',
    shown: () => ({
      trace: edited('place-order', (span) =>
        span.parentSpanId ? undefined : { parentSpanId: usersServer.spanId },
      ),
    }),
    says: [/a span is its own ancestor \(gateway: POST \/orders/],
    nearMiss: () => ({
      trace: edited('place-order', (span) => (span.parentSpanId ? undefined : linkTo(usersServer))),
    }),
  },
  {
    check: 'duplicate-id',
    shown: () => ({
      trace: edited('place-order', (span) =>
        span.name.startsWith('pg.query:C') ? { spanId: ordersStep.spanId } : undefined,
      ),
    }),
    says: [/2 different spans have the id .*generator of orders repeats itself/],
    nearMiss: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: [...traceOf('place-order').spans, ...traceOf('place-order').spans],
      },
    }),
  },
  {
    check: 'linked-trace',
    severity: 'note',
    shown: () => {
      const { trace, others } = recorded('propagators-off')
      const client = spanOf('propagators-off', 'gateway', 'POST')
      const linked = others.map(({ traceId, spans }) => ({
        traceId,
        spans: spans.map((s) => (s.name === 'POST /orders' ? { ...s, ...linkTo(client) } : s)),
      }))
      return { trace, others: linked }
    },
    says: [/trace a02b\w+ goes on from trace 0db4\w+ by a link alone.*does not trust/],
    nearMiss: () => recorded('propagators-off'),
  },
]
