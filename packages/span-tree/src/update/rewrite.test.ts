import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeOrder, placeOrderText } from '../place-order.ts'
import { compare, makeTrace, type SpanDraft } from '../testing.ts'
import { anyContract } from '../text/arbitrary.ts'
import { printSpanTree } from '../text/print.ts'
import { printTrace } from '../text/print-trace.ts'
import { rewriteContract } from './rewrite.ts'

const text = `\
# What placing an order makes.

gateway: POST /orders [server] {http.response.status_code~/^20/}  # accepted
  gateway: auth_check ?
  # the call on
  gateway: POST [client]
    orders: POST /orders [server] {http.response.status_code=201}
      # the user must exist
      orders: GET [client]
        users: GET /users/:id [server] {http.response.status_code=200, !error.type}
          users: pg.query:SELECT users [client] x1..3
            # as many as it takes
      orders: place_order
        in order
        orders: pg.query:BEGIN orders [client]
        orders: pg.query:INSERT orders [client]  # the order
        orders: pg.query:COMMIT orders [client]
        ...
`
const rewrite = (change: (drafts: SpanDraft[]) => SpanDraft[]) =>
  rewriteContract(text, placeOrder(change))

test('a contract that holds stays as it is', () => {
  expect(rewriteContract(text, placeOrder())).toBe(text)
  expect(rewriteContract(placeOrderText, placeOrder())).toBe(placeOrderText)
})

test('a missing span takes its line and the comments of that with it, and nothing else', () => {
  const rewritten = rewrite((all) => all.filter(({ id }) => id !== 5 && id !== 6 && id !== 7))

  expect(rewritten).toBe(
    text
      .split('\n')
      .filter((line) => !/the user must|orders: GET|users:|as many/.test(line))
      .join('\n'),
  )
})

test('lines end as they did', () => {
  const without = (all: SpanDraft[]) => all.filter(({ id }) => id !== 7)
  const windows = text.replaceAll('\n', '\r\n')

  expect(rewriteContract(windows, placeOrder(without))).toBe(
    rewrite(without).replaceAll('\n', '\r\n'),
  )
})

test('a new span stands behind the one before it', () => {
  const cache = { id: 20, parent: 8, service: 'orders', name: 'cache', start: 8.5 }
  const audit = { id: 21, parent: 1, service: 'gateway', name: 'audit', start: 30 }
  const metric = { id: 22, parent: 21, service: 'gateway', name: 'count', start: 31 }

  expect(rewrite((all) => [...all, audit, metric])).toBe(
    `${text}  gateway: audit\n    gateway: count\n`,
  )
  expect(rewrite((all) => [...all, cache])).toBe(text) // `...` allows it
})

test('a span that differs keeps what still holds of its line', () => {
  const rewritten = rewrite((all) =>
    all.map((draft) => {
      if (draft.id === 6) return { ...draft, failed: true, attributes: { 'error.type': 'timeout' } }
      return draft.id === 4 ? { ...draft, name: 'POST /v2/orders' } : draft
    }),
  )

  expect(rewritten).toBe(
    text
      .replace('orders: POST /orders', 'orders: POST /v2/orders')
      .replace('{http.response.status_code=200, !error.type}', '{error.type=timeout} !error'),
  )
})

test('a span that moved takes its line and comments to its new place', () => {
  const rewritten = rewrite((all) =>
    all.map((draft) => (draft.id === 5 ? { ...draft, parent: 3, start: 20 } : draft)),
  )

  expect(rewritten).toContain(`\
        ...
    # the user must exist
    orders: GET [client]
      users: GET /users/:id [server] {http.response.status_code=200, !error.type}
        users: pg.query:SELECT users [client] x1..3
          # as many as it takes
`)
})

test('spans out of order are put into the order that came', () => {
  const rewritten = rewriteContract(
    text.replace('        ...\n', ''),
    placeOrder((all) => all.map((draft) => (draft.id === 11 ? { ...draft, start: 8.5 } : draft))),
  )

  expect(rewritten).toContain(`\
        in order
        orders: pg.query:COMMIT orders [client]
        orders: pg.query:BEGIN orders [client]
        orders: pg.query:INSERT orders [client]  # the order
`)
})

describe('counts', () => {
  const rows = (...codes: number[]) =>
    makeTrace([
      { id: 1, name: 'root' },
      ...codes.map((code, i) => ({
        id: i + 2,
        parent: 1,
        name: 'q',
        start: i,
        attributes: { code },
      })),
    ])

  test.each([
    ['fewer than asked for', 'orders: q {code=1} x3', [1, 1], 'orders: q {code=1} x2..3'],
    ['more', 'orders: q {code=1}', [1, 1], 'orders: q {code=1}\n  orders: q'],
    [
      'one that differs',
      'orders: q {code=1} x2',
      [1, 2],
      'orders: q {code=1} x1..2\n  orders: q {code=2}',
    ],
  ])('%s', (_, line, codes, expected) => {
    expect(rewriteContract(`orders: root\n  ${line}`, rows(...codes))).toBe(
      `orders: root\n  ${expected}\n`,
    )
  })
})

test('whatever contract and trace: what is written holds, and is written as it is again', () => {
  const anyTrace = fc
    .array(fc.record({ up: fc.nat(), name: fc.constantFrom('a', 'b'), failed: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    })
    .map((all) =>
      makeTrace(
        all.map(({ up, ...draft }, i) => ({
          ...draft,
          id: i + 1,
          parent: i === 0 ? undefined : (up % i) + 1,
          start: i,
        })),
      ),
    )

  fc.assert(
    fc.property(fc.oneof(anyContract, anyTrace), anyTrace, (old, trace) => {
      const before = 'spans' in old ? printTrace(old) : printSpanTree(old)

      const rewritten = rewriteContract(before, trace)

      expect(compare(rewritten, trace)).toEqual([])
      expect(rewriteContract(rewritten, trace)).toBe(rewritten)
    }),
    { numRuns: 300 },
  )
})
