import type { Trace } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { compareSpanTree } from './compare.ts'
import { printDifference } from './difference.ts'
import { placeOrder, placeOrderText } from './place-order.ts'
import { makeTrace } from './testing.ts'
import { parseSpanTree } from './text/parse.ts'

function difference(trace: Trace, text = placeOrderText, color = false): string {
  return printDifference(compareSpanTree(parseSpanTree(text), trace), { color })
}

test('the broken hop is named first, then both trees are one', () => {
  const trace = placeOrder((all) => all.filter(({ id }) => id !== 6 && id !== 7))

  expect(difference(trace)).toBe(`\
The trace is not what its contract says, in one place:
  orders: GET [client] made no users: GET /users/:id [server] below it: the trace context did not reach users

  gateway: POST /orders [server] {http.response.status_code=201}
    gateway: auth_check
    gateway: POST [client]
      orders: POST /orders [server] {http.response.status_code=201}
        orders: GET [client]
-         users: GET /users/:id [server] {http.response.status_code=200}
-           users: pg.query:SELECT users [client]
        orders: place_order
          orders: pg.query:BEGIN orders [client]
          orders: pg.query:INSERT orders [client]
          orders: pg.query:COMMIT orders [client]

(- missing   + not in the contract   > moved   ! different)`)
})

test('extra, moved and different spans are marked where they are', () => {
  const trace = placeOrder((all) => [
    ...all.map((draft) => {
      if (draft.id === 2) return { ...draft, parent: 4, start: 20 }
      if (draft.id === 6) return { ...draft, attributes: { 'http.response.status_code': 404 } }
      return draft.id === 10 ? { ...draft, failed: true } : draft
    }),
    { id: 20, parent: 8, name: 'extra_span', start: 30 },
  ])

  expect(difference(trace)).toBe(`\
The trace is not what its contract says, in 4 places:
  users: GET /users/:id [server]: http.response.status_code expected 200, got 404
  orders: pg.query:INSERT orders [client]: status expected no error, got an error
  orders: extra_span is not in the contract, below orders: place_order
  gateway: auth_check moved from gateway: POST /orders [server] to orders: POST /orders [server]

  gateway: POST /orders [server] {http.response.status_code=201}
    gateway: POST [client]
      orders: POST /orders [server] {http.response.status_code=201}
        orders: GET [client]
!         users: GET /users/:id [server] {http.response.status_code=200}  # http.response.status_code: 200 -> 404
            users: pg.query:SELECT users [client]
        orders: place_order
          orders: pg.query:BEGIN orders [client]
!         orders: pg.query:INSERT orders [client]  # status: no error -> an error
          orders: pg.query:COMMIT orders [client]
+         orders: extra_span
>       gateway: auth_check  # expected below gateway: POST /orders

(- missing   + not in the contract   > moved   ! different)`)
})

test('long names and values are cut, values to where they differ', () => {
  const query = 'select '.repeat(1_000)
  const named = { id: 1, name: 'n'.repeat(10_000), attributes: { query: `${query}1` } }
  const trace = makeTrace([named, { id: 2, parent: 1, name: 'm'.repeat(10_000) }])

  const text = difference(trace, `orders: ${named.name} {query="${query}2"}`)

  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(600)
  expect(text).toMatch(/query expected \.\.\.[select ]+2", got \.\.\.[select ]+1"\n/)
  expect(text).toMatch(/# query: \.\.\.[select ]+2" -> \.\.\.[select ]+1"\n/)
  expect(text).toContain(`orders: ${'m'.repeat(100)}... is not in the contract`)
})

test('color is used when asked for, and not outside of a terminal', () => {
  const trace = placeOrder((all) => all.filter(({ id }) => id !== 2))

  expect(difference(trace, placeOrderText, true)).toContain('\u001b[31m-   gateway: auth_check')
  expect(printDifference(compareSpanTree(parseSpanTree(placeOrderText), trace))).not.toContain(
    '\u001b',
  )
})

test('in a big tree only what leads to the difference is unfolded', () => {
  const drafts = Array.from({ length: 500 }, (_, i) => ({
    id: i + 1,
    parent: i === 0 ? undefined : Math.ceil(i / 3),
    name: `s${i}`,
    start: i,
  }))
  const lines = (index: number): string[] => [
    `${'  '.repeat(depthOf(index))}orders: s${index}`,
    ...[1, 2, 3].map((k) => index * 3 + k).flatMap((child) => (child < 500 ? lines(child) : [])),
  ]
  const text = lines(0).join('\n')
  const trace = makeTrace(drafts.filter(({ id }) => id !== 500))

  const printed = difference(trace, text)

  expect(printed).toContain('-             orders: s499')
  expect(printed.split('\n').length).toBeLessThan(30)
  expect(printed).toMatch(/orders: s2 {2}# and \d+ below/)
})

test('a trace far deeper than its contract is printed in bounded space', () => {
  const drafts = Array.from({ length: 50_000 }, (_, i) => ({ id: i + 1, parent: i || undefined }))

  const printed = difference(makeTrace(drafts), 'orders: step')

  expect(printed.length).toBeLessThan(2000)
  expect(printed).toContain('+   orders: step  # and 49998 below')
})

function depthOf(index: number): number {
  return index === 0 ? 0 : 1 + depthOf(Math.ceil(index / 3) - 1)
}
