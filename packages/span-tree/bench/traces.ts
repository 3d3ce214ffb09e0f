import type { Span, Trace } from '@onetrace/spans'
import { placeOrderDrafts } from '../src/place-order.ts'
import { makeTrace, type SpanDraft } from '../src/testing.ts'

const names = 50

/** One batch that places many orders, with spans of many names. */
export function batchTrace(size: number): Trace {
  const drafts: SpanDraft[] = [{ id: 1, service: 'batch', name: 'run' }]
  for (let order = 0; drafts.length < size; order++) {
    const offset = drafts.length
    for (const draft of placeOrderDrafts()) {
      if (drafts.length >= size) break
      const parent = draft.parent === undefined ? 1 : draft.parent + offset
      const name = draft.id === 8 ? `place_order ${order % names}` : (draft.name ?? '')
      const start = draft.id + offset
      drafts.push({ ...draft, id: start, parent, name, start })
    }
  }
  return makeTrace(drafts)
}

/** Siblings that differ in one attribute only. */
export function familyTrace(size: number): Trace {
  const children = Array.from({ length: size - 1 }, (_, i) => ({
    id: i + 2,
    parent: 1,
    name: 'query',
    start: i,
    attributes: { row: i },
  }))
  return makeTrace([{ id: 1, name: 'root' }, ...children])
}

export function familyContract(size: number, distinct: boolean): string {
  if (!distinct) return `orders: root\n  orders: query x${size - 1}`
  const lines = Array.from({ length: size - 1 }, (_, i) => `  orders: query {row=${size - 2 - i}}`)
  return ['orders: root', ...lines].join('\n')
}

/**
 * A line for each of them, with a value, a word or an expression by turns: most spans fit several.
 */
export function overlappingContract(size: number): string {
  const tests = [(row: number) => `row=${row}`, () => 'row=<int>', (row: number) => `row~/${row}$/`]
  const lines = Array.from({ length: size }, (_, i) => `  orders: query {${tests[i % 3]?.(i)}}`)
  return ['orders: root', ...lines].join('\n')
}

export function withOneWrong(trace: Trace): Trace {
  const middle = trace.spans.length >> 1
  const spans = trace.spans.map((span, i) =>
    i === middle ? { ...span, attributes: { row: 'x' } } : span,
  )
  return { ...trace, spans }
}

/** The same trace with some spans failed, left out or of another kind, far from each other. */
export function changePlaces(trace: Trace, places: number): Trace {
  const { spans } = trace
  const parents = new Set(spans.map(({ parentSpanId }) => parentSpanId))
  const leaves = spans.filter(({ spanId }) => !parents.has(spanId))
  const changes = [leave, fail, turn]
  const changed = new Map<Span, Change>()
  for (let place = 0; place < places; place++) {
    const leaf = leaves[Math.floor(((place + 0.5) * leaves.length) / places)]
    const change = changes[place % changes.length]
    if (leaf && change) changed.set(leaf, change)
  }
  return { ...trace, spans: spans.flatMap((span) => changed.get(span)?.(span) ?? span) }
}

type Change = (span: Span) => Span[]
const leave: Change = () => []
const fail: Change = (span) => [{ ...span, status: { code: 'error' } }]
const turn: Change = (span) => [{ ...span, kind: 'producer' }]
