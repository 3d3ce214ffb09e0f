import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Trace } from './model.ts'
import { makeSpan, makeTrace } from './testing.ts'
import { buildTree, type SpanNode, walk } from './tree.ts'

/** `a(b(c) d)`: names alone, siblings in order. */
function outline(nodes: SpanNode[]): string {
  return nodes
    .map(({ span, children, linked, flaw }) => {
      const mark = `${linked ? '~' : ''}${flaw === undefined ? '' : `${flaw}!`}`
      return `${mark}${span.name}${children.length ? `(${outline(children)})` : ''}`
    })
    .join(' ')
}

function reversed(trace: Trace): Trace {
  return { ...trace, spans: trace.spans.toReversed() }
}

describe('a trace becomes a tree', () => {
  test('siblings stand in order of start, then of span id, however they arrived', () => {
    const trace = makeTrace([
      { id: 1, name: 'root', start: 0 },
      { id: 4, parent: 1, name: 'd', start: 7 },
      { id: 3, parent: 1, name: 'c', start: 5 },
      { id: 2, parent: 1, name: 'b', start: 7 },
    ])

    expect(outline(buildTree(trace))).toBe('root(c b d)')
    expect(outline(buildTree(reversed(trace)))).toBe('root(c b d)')
  })

  test('a span whose parent is not there is a root flagged as orphan', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, parent: 99, name: 'lost' },
    ])

    expect(outline(buildTree(trace))).toBe('root orphan!lost')
  })

  test('a span without parent hangs below the span that it links to', () => {
    const trace = makeTrace([
      { id: 1, name: 'publish' },
      { id: 2, name: 'process', links: [1] },
    ])

    expect(outline(buildTree(trace))).toBe('publish(~process)')
  })

  test('a parent counts before a link, and an orphan with a link stays an orphan', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, parent: 1, name: 'a', links: [3] },
      { id: 3, parent: 1, name: 'b', start: 1 },
      { id: 4, parent: 99, name: 'lost', links: [1] },
    ])

    expect(outline(buildTree(trace))).toBe('root(a b) orphan!lost')
  })

  test('a span that arrived twice is there once', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, parent: 1, name: 'a' },
      { id: 2, parent: 1, name: 'a' },
    ])

    expect(outline(buildTree(trace))).toBe('root(a)')
  })

  test('two different spans of one id are both there, and children belong to the earlier', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, parent: 1, name: 'late', start: 5 },
      { id: 2, parent: 1, name: 'early', start: 4 },
      { id: 3, parent: 2, name: 'child', start: 6 },
    ])

    expect(outline(buildTree(trace))).toBe('root(early(child) late)')
    expect(outline(buildTree(reversed(trace)))).toBe('root(early(child) late)')
  })

  test('the id means the earliest span, and the others of that id are numbered', () => {
    const trace = makeTrace([
      { id: 1, name: 'root' },
      { id: 2, parent: 1, name: 'third', start: 6 },
      { id: 2, parent: 3, name: 'first', start: 4 },
      { id: 2, parent: 1, name: 'second', start: 5 },
      { id: 3, name: 'another root', start: 3 },
    ])

    const numbers = [...walk(buildTree(trace))].map(({ node }) => [node.span.name, node.nth])

    expect(numbers).toEqual([
      ['root', undefined],
      ['second', 2],
      ['third', 3],
      ['another root', undefined],
      ['first', undefined],
    ])
  })

  test('a span that arrived a second time with another end is another one', () => {
    const trace = makeTrace([
      { id: 1, name: 'begun', duration: 0 },
      { id: 1, name: 'begun', duration: 5 },
    ])

    expect(outline(buildTree(trace))).toBe('begun begun')
  })
})

describe('cycles', () => {
  test('a span that is its own parent is a root', () => {
    expect(outline(buildTree(makeTrace([{ id: 1, parent: 1, name: 'self' }])))).toBe('cycle!self')
  })

  test('a cycle is cut above its earliest span', () => {
    const trace = makeTrace([
      { id: 1, parent: 3, name: 'a', start: 5 },
      { id: 2, parent: 1, name: 'b', start: 4 },
      { id: 3, parent: 2, name: 'c', start: 6 },
      { id: 4, parent: 3, name: 'd', start: 1 },
    ])

    expect(outline(buildTree(trace))).toBe('cycle!b(c(d a))')
    expect(outline(buildTree(reversed(trace)))).toBe('cycle!b(c(d a))')
  })

  test('a cycle through a link is cut at the link', () => {
    const trace = makeTrace([
      { id: 1, name: 'root', links: [2], start: 9 },
      { id: 2, parent: 1, name: 'child', start: 1 },
    ])

    expect(outline(buildTree(trace))).toBe('root(child)')
  })

  test('whatever points wherever, every span is in the tree exactly once', () => {
    const anySpan = fc.record({
      id: fc.integer({ min: 1, max: 8 }),
      parent: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
      start: fc.integer({ min: 0, max: 3 }),
      links: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 2 }),
    })

    fc.assert(
      fc.property(fc.array(anySpan, { minLength: 1, maxLength: 12 }), (drafts) => {
        const spans = drafts.map((draft, index) => makeSpan({ ...draft, name: `s${index}` }))

        const roots = buildTree({ traceId: spans[0]?.traceId ?? '', spans })

        const names = [...walk(roots)].map(({ node }) => node.span.name)
        expect(names.sort()).toEqual(spans.map((span) => span.name).sort())
      }),
    )
  })
})

test('a chain 100,000 spans deep is built and walked', () => {
  const depth = 100_000
  const drafts = Array.from({ length: depth }, (_, i) => ({ id: i + 1, parent: i || undefined }))

  const last = [...walk(buildTree(makeTrace(drafts)))].at(-1)

  expect(last?.depth).toBe(depth - 1)
})
