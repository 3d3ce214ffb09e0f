import { type Span, type Trace, toResourceSpans } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { runHere, serve } from './testing.ts'

const ms = 1_000_000n
const start = 1_769_860_800_000_000_000n
const [order, points] = ['a'.repeat(32), 'b'.repeat(32)]
const [place, insert, publish, process] = [1, 2, 3, 4].map((n) => String(n).repeat(16)) as [
  string,
  string,
  string,
  string,
]

function span(traceId: string, spanId: string, from: number, to: number, of: Partial<Span>): Span {
  const times = { startTime: start + BigInt(from) * ms, endTime: start + BigInt(to) * ms }
  const empty = { status: { code: 'unset' as const }, attributes: {}, events: [], links: [] }
  const base = { traceId, spanId, name: '', kind: 'internal' as const, service: 'orders' }
  const resource = { 'service.name': 'orders' }
  return { ...base, ...times, ...empty, resource, scope: { name: '' }, ...of }
}

const placed: Trace = {
  traceId: order,
  spans: [
    span(order, place, 0, 9, { name: 'POST /orders', kind: 'server' }),
    span(order, insert, 1, 3, { name: 'pg.query:INSERT', kind: 'client', parentSpanId: place }),
    span(order, publish, 4, 5, { name: 'publish', kind: 'producer', parentSpanId: place }),
  ],
}
const handled: Trace = {
  traceId: points,
  spans: [
    span(points, process, 1205, 1210, {
      name: 'process',
      kind: 'consumer',
      links: [{ traceId: order, spanId: publish, attributes: {} }],
      attributes: { 'messaging.system': 'outbox' },
    }),
  ],
}

const path = ({ traceId }: Trace) => `/api/v3/traces/${traceId}`
const body = ({ spans }: Trace) => ({ body: { result: { resourceSpans: toResourceSpans(spans) } } })
const traces = { [path(placed)]: body(placed), [path(handled)]: body(handled) }
const links = {
  [`/api/onetrace/links/${order}`]: { body: { links: [{ traceId: points }] } },
  [`/api/onetrace/links/${points}`]: { body: { links: [] } },
}

/** As PostgreSQL logs a statement with parameters. */
const statement = (step: string, time: string) =>
  JSON.stringify({
    timestamp: '2026-01-31 12:00:00.002 UTC',
    error_severity: 'LOG',
    message: `duration: ${time} ms  ${step} <unnamed>: insert into orders /*traceparent='00-${order}-${insert}-01'*/`,
  })
const loki = {
  '/loki/api/v1/query_range': (query: URLSearchParams) => {
    const lines = [
      statement('parse', '0.1'),
      statement('bind', '0.2'),
      statement('execute', '0.15'),
    ]
    const isOrder = query.get('query')?.includes(order)
    const values = isOrder ? lines.map((line, i) => [String(start + BigInt(i)), line]) : []
    return { status: 'success', data: { resultType: 'streams', result: [{ stream: {}, values }] } }
  },
}

test('what goes on from a trace by a link stands where it was set off, and says how long it waited', async () => {
  const server = await serve({ ...traces, ...links, ...loki })

  const { out, err } = await runHere([order, '--url', server.url, '--loki', server.url])

  expect(err).toBe('')
  expect(out).toBe(`\
orders: POST /orders [server]       # 9.0 ms
  orders: pg.query:INSERT [client]  # 2.0 ms, server 0.5 ms
    # info execute <unnamed>: insert into orders
  orders: publish [producer]        # 1.0 ms
    ~ orders: process [consumer]    # 5.0 ms, waited 1.2 s in the outbox, trace ${points}
`)
})

test('the other way round, a trace says what it goes on from', async () => {
  const server = await serve({ ...traces, ...links })

  const { out } = await runHere([points, '--url', server.url, '--no-logs'])

  expect(out).toBe(
    `orders: process [consumer]  # 5.0 ms, waited 1.2 s in the outbox, goes on from orders: publish, links to trace ${order}\n`,
  )
})

test('a contract holds one trace, and its story where that is asked for', async () => {
  const { url } = await serve({ ...traces, ...links })
  const show = async (...more: string[]) =>
    (await runHere([order, '--plain', '--url', url, ...more])).out

  const alone = await show()
  const story = await show('--linked')
  const { out } = await runHere([order, '--no-logs', '--no-linked', '--url', url])

  expect(alone).not.toContain('process')
  expect(story).toBe(`${alone}    ~ orders: process [consumer]\n`)
  expect(out).not.toContain('process')
})

test('a Jaeger that cannot tell who links to a trace is no failure; it is said where it matters', async () => {
  const { url } = await serve(traces)

  const published = await runHere([order, '--no-logs', '--url', url])
  const taken = await runHere([points, '--no-logs', '--url', url])

  expect(published).toMatchObject({ code: 0 })
  expect(published.err).toContain('this Jaeger does not tell which traces link to this one')
  expect(taken.err).toBe('')
  expect(taken.out).toContain(`goes on from orders: publish, links to trace ${order}`)
})
