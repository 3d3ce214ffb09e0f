import { describe, expect, test } from 'vitest'
import { sentencesOf } from './compare/sentences.ts'
import { placeOrder, placeOrderText } from './place-order.ts'
import { below, compare, family, makeTrace, type SpanDraft } from './testing.ts'

describe('a trace is what its contract says', () => {
  test('when every span has its line', () => {
    expect(compare(placeOrderText, placeOrder())).toEqual([])
  })

  test.each([
    ['siblings in any order', below('orders: b', 'orders: a')],
    ['in their order', below('in order', 'orders: a', 'orders: b')],
    ['with the rest left open', below('...')],
    ['with one line and the rest left open', below('orders: b', '...')],
    ['in order with gaps left open', below('in order', '...', 'orders: b')],
    ['with counts', below('orders: a x1..2', 'orders: b', 'orders: c ?')],
  ])('%s', (_, text) => {
    expect(compare(text, family({ name: 'a' }, { name: 'b' }))).toEqual([])
  })

  test('no early choice of a line spoils a later one', () => {
    const trace = family(
      { name: 'q', attributes: { k: 1 } },
      { name: 'q', attributes: { k: 2 } },
      { name: 'q' },
    )

    expect(compare(below('orders: q', 'orders: q {k}', 'orders: q {k=1}'), trace)).toEqual([])
    expect(compare(below('orders: q {k}', 'orders: q {k=1}', 'orders: q'), trace)).toEqual([])
  })

  test('equal siblings are told apart by what is below them', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, parent: 1, name: 'GET' },
      { id: 3, parent: 2, name: 'a' },
      { id: 4, parent: 1, name: 'GET', start: 1 },
      { id: 5, parent: 4, name: 'b' },
    ])

    expect(
      compare(below('orders: GET', '  orders: b', 'orders: GET', '  orders: a'), trace),
    ).toEqual([])
  })

  test('a linked span is asked for with its link', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, name: 'process', links: [1] },
    ])

    expect(compare(below('~ orders: process'), trace)).toEqual([])
    expect(sentencesOf(compare(below('orders: process'), trace))).toEqual([
      'orders: process: link expected a child of the line above, got a link to the line above',
    ])
  })
})

describe('attributes', () => {
  const attributes = {
    code: 201,
    ok: true,
    id: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    took: '1.5 ms',
    list: ['a', 1],
    huge: 9223372036854775807n,
  }
  const resource = { 'service.version': '1.2', huge: 1 }
  const trace = makeTrace([{ id: 1, name: 'root', attributes, resource }])

  test.each([
    '{code=201, ok=true, list="[\\"a\\",1]", huge=9223372036854775807}',
    '{code=<int>, id=<uuid>, took=<duration>, code=<hex>, ok=<any>}',
    '{code~/^20/, id~/^F81D/i, code, !other}',
    '{resource.service.version=1.2, resource.service.version~/^1/, !resource.service.name}',
  ])('%s holds', (tests) => {
    expect(compare(`orders: root ${tests}`, trace)).toEqual([])
  })

  test.each([
    ['{code=200}', 'code', '200', '201'],
    ['{code=<uuid>}', 'code', '<uuid>', '201'],
    ['{code~/^5/}', 'code', '/^5/', '201'],
    ['{other}', 'other', 'any value', 'none'],
    ['{!ok}', 'ok', 'none', 'true'],
    ['{toString}', 'toString', 'any value', 'none'],
    ['{resource.service.version=1.3}', 'resource.service.version', '1.3', '1.2'],
    ['{service.version}', 'service.version', 'any value', 'none'],
    ['{resource.code}', 'resource.code', 'any value', 'none'],
  ])('%s is named with both values', (tests, field, expected, actual) => {
    expect(compare(`orders: root ${tests}`, trace)).toMatchObject([
      { kind: 'different', field, expected, actual },
    ])
  })
})

describe('the broken hop is named', () => {
  const sentences = (change: (drafts: SpanDraft[]) => SpanDraft[]) =>
    sentencesOf(compare(placeOrderText, placeOrder(change)))
  const without = (...ids: number[]) =>
    sentences((all) => all.filter(({ id }) => !ids.includes(id)))
  const changed = (id: number, change: Partial<SpanDraft>) =>
    sentences((all) => all.map((draft) => (draft.id === id ? { ...draft, ...change } : draft)))

  test('a context that did not arrive', () => {
    expect(without(6, 7)).toEqual([
      'orders: GET [client] made no users: GET /users/:id [server] below it: the trace context did not reach users',
    ])
  })

  test('a call that failed', () => {
    const failed = (all: SpanDraft[]) =>
      all
        .filter(({ id }) => id !== 6 && id !== 7)
        .map((draft) => ({ ...draft, failed: draft.id === 5 }))

    expect(sentences(failed)).toEqual([
      'orders: GET [client]: status expected no error, got an error',
      'orders: GET [client] made no users: GET /users/:id [server] below it: the call failed',
    ])
  })

  test('a context that arrived with a parent which nobody has', () => {
    expect(changed(6, { parent: 99 })).toEqual([
      'users: GET /users/:id [server] moved from orders: GET [client] to the top, its parent 0000000000000063 is not in this trace',
    ])
  })

  test('a missing span', () => {
    expect(without(7)).toEqual([
      'users: pg.query:SELECT users [client] is missing below users: GET /users/:id [server]',
    ])
  })

  test('a span too much', () => {
    expect(sentences((all) => [...all, { id: 20, parent: 8, name: 'extra_span' }])).toEqual([
      'orders: extra_span is not in the contract, below orders: place_order',
    ])
  })

  test('a moved span', () => {
    expect(changed(2, { parent: 4 })).toEqual([
      'gateway: auth_check moved from gateway: POST /orders [server] to orders: POST /orders [server]',
    ])
  })

  test('a span put in between is extra, and what it took is moved', () => {
    const wrapped = (all: SpanDraft[]) => [
      ...all.map((draft) => (draft.id === 10 ? { ...draft, parent: 20 } : draft)),
      { id: 20, parent: 8, name: 'wrapper' },
    ]

    expect(sentences(wrapped).sort()).toEqual([
      'orders: pg.query:INSERT orders [client] moved from orders: place_order to orders: wrapper',
      'orders: wrapper is not in the contract, below orders: place_order',
    ])
  })

  test('a span left out is missing, and what stood below it is moved', () => {
    const unwrapped = (all: SpanDraft[]) =>
      all
        .filter(({ id }) => id !== 8)
        .map((draft) => (draft.parent === 8 ? { ...draft, parent: 4 } : draft))

    expect(sentences(unwrapped)).toContain(
      'orders: place_order is missing below orders: POST /orders [server]',
    )
    expect(sentences(unwrapped)).toContain(
      'orders: pg.query:BEGIN orders [client] moved from orders: place_order to orders: POST /orders [server]',
    )
    expect(sentences(unwrapped)).toHaveLength(4)
  })

  test('a further root', () => {
    expect(sentences((all) => [...all, { id: 20, name: 'other' }])).toEqual([
      'orders: other is not in the contract: a further root',
    ])
  })

  test('a missing root', () => {
    expect(sentencesOf(compare(`${placeOrderText}\nusers: cleanup`, placeOrder()))).toEqual([
      'users: cleanup is missing: no such root',
    ])
  })
})

describe('counts', () => {
  test('one too few and one too many are named', () => {
    const two = family({ name: 'a' }, { name: 'a' })

    expect(sentencesOf(compare(below('orders: a x4'), two))).toEqual([
      'orders: a is missing below orders: root (2 times)',
    ])
    expect(sentencesOf(compare(below('orders: a'), two))).toEqual([
      'orders: a is not in the contract, below orders: root',
    ])
  })

  test('order is asked for only where it is written', () => {
    const trace = family({ name: 'b' }, { name: 'a' })

    expect(sentencesOf(compare(below('in order', 'orders: a', 'orders: b'), trace))).toEqual([
      expect.stringMatching(/^orders: [ab] is out of order below orders: root$/),
    ])
  })

  test('a line that may be absent is not missed', () => {
    expect(compare(below('orders: a ?', 'orders: b x0..3'), family())).toEqual([])
  })
})
