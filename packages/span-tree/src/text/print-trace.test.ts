import { expect, test } from 'vitest'
import { placeOrder, placeOrderText } from '../place-order.ts'
import { makeTrace, toSpanId } from '../testing.ts'
import { parseSpanTree } from './parse.ts'
import { printTrace } from './print-trace.ts'

test('a trace is printed as the text that a contract keeps', () => {
  expect(printTrace(placeOrder())).toBe(placeOrderText.trimStart())
})

test('durations are comments in one column, log lines stand below their span', () => {
  const trace = makeTrace([
    { id: 1, name: 'POST /orders', kind: 'server', duration: 112.34 },
    { id: 2, parent: 1, name: 'place_order', duration: 2.06, failed: true },
    { id: 3, parent: 99, name: 'lost', start: 1, duration: 0 },
  ])
  const logs = [
    {
      spanId: toSpanId(2),
      level: 'info',
      message: 'order placed',
      fields: { orderId: 17, why: 'a b', list: [1] },
    },
    { level: 'warn', message: 'two\nlines \u001b[31m', fields: {} },
  ]

  expect(printTrace(trace, { comments: true, logs })).toBe(`\
orders: POST /orders [server]  # 112.3 ms
  orders: place_order !error   #   2.1 ms
    # info order placed orderId=17 why="a b" list=[1]
orders: lost                   #   0.0 ms, its parent 0000000000000063 is not in this trace
# warn two\\u000alines \\u001b[31m
`)
  expect(() => parseSpanTree(printTrace(trace, { comments: true, logs }))).not.toThrow()
})

test('of two spans of one id the earlier has the log lines, and the later says so', () => {
  const trace = makeTrace([
    { id: 1, name: 'root' },
    { id: 2, parent: 1, name: 'later', start: 2 },
    { id: 3, name: 'other', start: 1 },
    { id: 2, parent: 3, name: 'earlier', start: 1 },
  ])
  const logs = [{ spanId: toSpanId(2), level: 'info', message: 'seen', fields: {} }]

  expect(printTrace(trace, { comments: true, logs })).toBe(`\
orders: root       # 1.0 ms
  orders: later    # 1.0 ms, an earlier span has its id ${toSpanId(2)}
orders: other      # 1.0 ms
  orders: earlier  # 1.0 ms
    # info seen
`)
})

test('a long message of a log line, such as a statement in a log of Postgres, is cut', () => {
  const trace = makeTrace([{ id: 1, name: 'query' }])
  const line = { spanId: toSpanId(1), level: 'info', message: 'x'.repeat(201), fields: {} }

  const [, printed] = printTrace(trace, { comments: true, logs: [line] }).split('\n')

  expect(printed).toBe(`  # info ${'x'.repeat(200)}...`)
})

test('a span linked to another of its trace is marked so', () => {
  const trace = makeTrace([
    { id: 1, name: 'publish', kind: 'producer' },
    { id: 2, name: 'process', kind: 'consumer', links: [1], start: 3 },
    { id: 3, parent: 2, name: 'POST', kind: 'client', start: 4 },
  ])

  expect(printTrace(trace)).toBe(`\
orders: publish [producer]
  ~ orders: process [consumer]
    orders: POST [client]
`)
})

test('a link to another trace is told in a comment', () => {
  const link = (digit: string) => ({
    traceId: digit.repeat(32),
    spanId: toSpanId(1),
    attributes: {},
  })
  const { traceId, spans } = makeTrace([
    { id: 1, name: 'one' },
    { id: 2, name: 'two', parent: 1 },
  ])
  const linked = spans.map((span, i) => ({
    ...span,
    links: i === 0 ? [link('a')] : [link('a'), link('b'), link('a')],
  }))

  expect(printTrace({ traceId, spans: linked }, { comments: true })).toBe(`\
orders: one    # 1.0 ms, links to trace ${'a'.repeat(32)}
  orders: two  # 1.0 ms, links to trace ${'a'.repeat(32)} and 1 more
`)
})

test('names that would read as something else are quoted', () => {
  const trace = makeTrace([{ id: 1, name: 'select [1] \u202e x', service: 'a: b' }])

  expect(printTrace(trace)).toBe('"a: b": "select [1] \\u202e x"\n')
})

test('a trace too deep for a text is printed so far, its last line left open', () => {
  const drafts = Array.from({ length: 20_000 }, (_, i) => ({ id: i + 1, parent: i || undefined }))

  const lines = printTrace(makeTrace(drafts)).trimEnd().split('\n')

  expect(lines).toHaveLength(501)
  expect(lines.at(-1)?.trim()).toBe('...')
})
