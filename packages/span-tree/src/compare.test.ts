import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentencesOf } from './compare/sentences.ts'
import { compareSpanTree, type Finding } from './compare.ts'
import type { Trace } from './model.ts'
import { placeOrder, placeOrderText } from './place-order.ts'
import { makeTrace, type SpanDraft } from './testing.ts'
import { parseSpanTree } from './text/parse.ts'
import { printTrace } from './text/print-trace.ts'

function compare(text: string, trace: Trace): Finding[] {
  return compareSpanTree(parseSpanTree(text), trace).findings
}

/** A root with these children, in this order in time. */
function family(...children: Omit<SpanDraft, 'id'>[]): Trace {
  return makeTrace([
    { id: 1, name: 'root' },
    ...children.map((child, i) => ({ parent: 1, start: i + 1, ...child, id: i + 2 })),
  ])
}

const below = (...lines: string[]) =>
  ['orders: root', ...lines.map((line) => `  ${line}`)].join('\n')

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
  const trace = makeTrace([{ id: 1, name: 'root', attributes }])

  test.each([
    '{code=201, ok=true, list="[\\"a\\",1]", huge=9223372036854775807}',
    '{code=<int>, id=<uuid>, took=<duration>, code=<hex>, ok=<any>}',
    '{code~/^20/, id~/^F81D/i, code, !other}',
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

describe('size', () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ name: 'q', attributes: { i } }))

  test('1,000 equal siblings, one too many', () => {
    expect(sentencesOf(compare(below('orders: q x999'), family(...many)))).toEqual([
      'orders: q is not in the contract, below orders: root',
    ])
  })

  test('1,000 siblings on two lines, of which one takes only a few', () => {
    const text = below('orders: q x998', 'orders: q {i=7}', 'orders: q {i~/^7$/}')

    expect(compare(text, family(...many))).toMatchObject([
      { kind: 'different', field: 'i', expected: expect.stringContaining('7') },
    ])
  })

  test('500 siblings of one name, each with its own line', () => {
    const some = many.slice(0, 500)
    const lines = some.map(({ attributes }) => `orders: q {i=${attributes.i}}`)

    expect(compare(below(...lines.toReversed()), family(...some))).toEqual([])
  })

  test('a trace 100,000 spans deep against a small contract', () => {
    const deep = Array.from({ length: 100_000 }, (_, i) => ({
      id: i + 1,
      parent: i || undefined,
      name: 'root',
    }))

    expect(compare('orders: root', makeTrace(deep))).toHaveLength(1)
  })

  test('a contract of 500 levels', () => {
    const deep = Array.from({ length: 500 }, (_, i) => ({ id: i + 1, parent: i || undefined }))
    const trace = makeTrace(deep)

    expect(compare(printTrace(trace), trace)).toEqual([])
  })
})

describe('whatever the tree', () => {
  /** Spans named by their number, each below an earlier one. */
  const anyDrafts = fc
    .array(
      fc.record({
        up: fc.nat(),
        kind: fc.constantFrom('internal' as const, 'client' as const, 'server' as const),
        failed: fc.boolean(),
      }),
      { minLength: 2, maxLength: 12 },
    )
    .map((all): SpanDraft[] =>
      all.map(({ up, ...draft }, i) => ({
        ...draft,
        id: i + 1,
        parent: i === 0 ? undefined : (up % i) + 1,
        name: `s${i + 1}`,
        start: i,
      })),
    )

  test('a trace satisfies its own print, under other ids, times and orders too', () => {
    const withFewNames = anyDrafts.map((drafts) =>
      drafts.map((draft) => ({ ...draft, name: `s${draft.id % 3}` })),
    )

    fc.assert(
      fc.property(
        withFewNames.chain((drafts) =>
          fc.tuple(
            fc.constant(drafts),
            fc.shuffledSubarray(drafts, { minLength: drafts.length }),
            fc.array(fc.nat(20), { minLength: drafts.length, maxLength: drafts.length }),
          ),
        ),
        ([drafts, shuffled, starts]) => {
          const text = printTrace(makeTrace(drafts))
          const other = shuffled.map((draft, i) => ({ ...draft, start: starts[i] ?? 0 }))

          expect(compare(text, makeTrace(other))).toEqual([])
        },
      ),
    )
  })

  const mutate = (drafts: SpanDraft[], target: SpanDraft, change: Partial<SpanDraft>) =>
    makeTrace(drafts.map((draft) => (draft === target ? { ...draft, ...change } : draft)))
  const pick = (drafts: SpanDraft[], index: number) => {
    const draft = drafts[1 + (index % (drafts.length - 1))]
    if (!draft) throw new Error('a tree of two spans has a child')
    return draft
  }
  const isBelow = (drafts: SpanDraft[], low: SpanDraft, high: SpanDraft): boolean =>
    low === high || drafts.some((draft) => draft.id === low.parent && isBelow(drafts, draft, high))
  const property = (check: (drafts: SpanDraft[], target: SpanDraft, other: number) => void) =>
    fc.assert(
      fc.property(anyDrafts, fc.nat(), fc.nat(), (drafts, index, other) =>
        check(drafts, pick(drafts, index), other),
      ),
    )

  test('a dropped tree is the one thing missing', () => {
    property((drafts, target) => {
      const left = drafts.filter((draft) => !isBelow(drafts, draft, target))

      expect(compare(printTrace(makeTrace(drafts)), makeTrace(left))).toMatchObject([
        { kind: 'missing', line: { name: target.name } },
      ])
    })
  })

  test('an added span is the one thing extra', () => {
    property((drafts, target) => {
      const added = [...drafts, { id: 99, parent: target.id, name: 'added' }]

      expect(compare(printTrace(makeTrace(drafts)), makeTrace(added))).toMatchObject([
        { kind: 'extra', node: { span: { name: 'added' } } },
      ])
    })
  })

  test('a moved tree is one finding, with both places', () => {
    property((drafts, target, other) => {
      const places = drafts.filter(
        (draft) => draft.id !== target.parent && !isBelow(drafts, draft, target),
      )
      const to = places[other % places.length]
      fc.pre(to !== undefined)
      const from = drafts.find((draft) => draft.id === target.parent)

      expect(
        compare(printTrace(makeTrace(drafts)), mutate(drafts, target, { parent: to?.id })),
      ).toMatchObject([
        {
          kind: 'moved',
          node: { span: { name: target.name } },
          from: { line: { name: from?.name } },
          to: { node: { span: { name: to?.name } } },
        },
      ])
    })
  })

  test.each([
    ['name', { name: 'renamed' }],
    ['service', { service: 'renamed' }],
    ['kind', { kind: 'producer' as const }],
  ])('another %s is the one difference', (field, change) => {
    property((drafts, target) => {
      const findings = compare(printTrace(makeTrace(drafts)), mutate(drafts, target, change))

      expect(findings).toMatchObject([
        {
          kind: 'different',
          field,
          node: { span: { spanId: makeTrace([target]).spans[0]?.spanId } },
        },
      ])
    })
  })

  test('another status is the one difference', () => {
    property((drafts, target) => {
      const trace = mutate(drafts, target, { failed: !target.failed })

      expect(compare(printTrace(makeTrace(drafts)), trace)).toMatchObject([
        { kind: 'different', field: 'status', node: { span: { name: target.name } } },
      ])
    })
  })

  test('neither the order of arrival nor that of the lines changes what is found', () => {
    const messy = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b'), up: fc.nat(3), failed: fc.boolean() }),
      { minLength: 1, maxLength: 6 },
    )
    const toTrace = (all: { name: string; up: number; failed: boolean }[]) =>
      makeTrace([
        { id: 1, name: 'root' },
        ...all.map(({ up, ...draft }, i) => ({ ...draft, id: i + 2, parent: Math.min(up, i) + 1 })),
      ])

    fc.assert(
      fc.property(messy, messy, (wanted, came) => {
        const contract = parseSpanTree(printTrace(toTrace(wanted)))
        const trace = toTrace(came)
        const reversed = {
          roots: { ...contract.roots, lines: contract.roots.lines.map(reverseLines) },
        }
        const arrived = { ...trace, spans: trace.spans.toReversed() }

        const first = sentencesOf(compareSpanTree(contract, trace).findings)
        const second = sentencesOf(compareSpanTree(reversed, arrived).findings)

        expect(second.sort()).toEqual(first.sort())
      }),
    )
  })
})

function reverseLines<T extends { children: { lines: T[] } }>(line: T): T {
  const lines = line.children.lines.map(reverseLines).reverse()
  return { ...line, children: { ...line.children, lines } }
}
