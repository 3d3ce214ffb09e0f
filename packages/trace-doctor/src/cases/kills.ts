/** Traces that a killed process left behind, and those that only look so. */
import type { Span, Trace } from '@onetrace/spans'
import type { LogRecord } from '../logs/log-record.ts'
import { traceOf } from '../recorded.ts'
import type { DiagnoseRequest } from '../subject.ts'
import { type Case, ms, shifted } from './case.ts'

const placed = traceOf('place-order')

/** The same order by processes of these numbers, some time later, in a trace of its own. */
function order({ process = 1, after = 0n, id = 'a' }): Trace {
  const traceId = id === 'a' ? placed.traceId : id.repeat(32)
  const spans = placed.spans.map((span) => ({
    ...span,
    ...shifted(span, after * ms),
    traceId,
    resource: { ...span.resource, 'service.instance.id': `${span.service} ${process}` },
  }))
  return { traceId, spans }
}

function without({ traceId, spans }: Trace, lost: (span: Span) => boolean): Trace {
  return { traceId, spans: spans.filter((span) => !lost(span)) }
}

const before = order({ after: -2000n, id: 'b' })
const successor = order({ process: 2, after: 3000n, id: 'c' })
const survivor = order({ after: 2000n, id: 'd' })

const isCall = ({ service, kind }: Span) => service === 'gateway' && kind === 'client'

/** Answered, and killed before it sent its own two spans. */
const unsent = without(
  order({}),
  ({ service, name }) => service === 'orders' && ['POST /orders', 'place_order'].includes(name),
)

/** Killed while it worked: nobody answered, and nothing of it arrived. */
function unanswered(message: string): Trace {
  const { traceId, spans } = without(order({}), ({ service }) => service === 'orders')
  const failed = (span: Span): Span => {
    const { 'http.response.status_code': _, ...attributes } = span.attributes
    return { ...span, attributes, status: { code: 'error', message } }
  }
  return { traceId, spans: spans.map((span) => (isCall(span) ? failed(span) : span)) }
}

/** Answered, and killed before it sent anything: of its statements its database has lines. */
function withLinesOfPostgres(...others: Trace[]): () => DiagnoseRequest {
  const whole = order({})
  const insert = whole.spans.find(({ name }) => name === 'pg.query:INSERT orders')
  const line: LogRecord = {
    time: insert?.endTime ?? 0n,
    service: 'postgres',
    ofDatabase: true,
    traceId: whole.traceId,
    spanId: insert?.spanId ?? '',
    level: 'info',
    message: 'insert into orders',
    fields: {},
  }
  const trace = without(whole, ({ service }) => service === 'orders')
  return () => ({ trace, others, logs: [line] })
}

const cutOff =
  (trace: Trace, ...others: Trace[]) =>
  (): DiagnoseRequest => ({ trace, others })

export const killsCases: Case[] = [
  {
    check: 'cut-off',
    shown: withLinesOfPostgres(before, successor),
    says: [/orders was killed, and no span of it is below 1 call, and the parent of 1 span never/],
    nearMiss: withLinesOfPostgres(before, survivor, successor),
  },
  {
    check: 'client-without-server',
    shown: withLinesOfPostgres(before, survivor, successor),
    says: [/^orders answered 201 and sent no server span/],
    nearMiss: withLinesOfPostgres(before, successor),
  },
  {
    check: 'log-astray',
    shown: () => ({
      ...withLinesOfPostgres()(),
      trace: without(order({}), ({ name }) => name === 'pg.query:INSERT orders'),
    }),
    says: [/postgres ran a statement for a span that its client did not export/],
    nearMiss: withLinesOfPostgres(before, successor),
  },
  {
    check: 'cut-off',
    shown: cutOff(unsent, before, successor),
    says: [
      /orders was killed, and no span of it is below 1 call, and the parent of \d spans never arrived .*process orders 1 sent nothing that ended later/,
    ],
    nearMiss: cutOff(unsent, before, survivor, successor),
  },
  {
    check: 'cut-off',
    shown: cutOff(unanswered('other side closed'), before, successor),
    says: [/orders was killed, and no span of it is below 1 call, and the parent of 1 span never/],
    nearMiss: cutOff(unanswered('other side closed'), before), // nobody took its place: it may live
  },
  {
    check: 'cut-off',
    shown: cutOff(
      without(unanswered('read ECONNRESET'), ({ service }) => service === 'users'),
      before,
      successor,
    ),
    says: [/orders was killed, and no span of it is below 1 call \(/],
    nearMiss: cutOff(
      without(unanswered('connect ECONNREFUSED'), ({ service }) => service === 'users'),
      before,
      successor,
    ),
  },
  {
    check: 'orphan',
    shown: cutOff(unsent, before, survivor, successor),
    says: [/parent .*orders dropped the parent/, /parent .*orders dropped the parent/],
    nearMiss: cutOff(unsent, before, successor),
  },
]
