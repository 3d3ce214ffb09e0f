import type { Trace } from '../src/model.ts'
import { placeOrderDrafts } from '../src/place-order.ts'
import { makeTrace, type SpanDraft } from '../src/testing.ts'

const names = 50

/** One batch that places many orders, in places of many names. */
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

/** Equal siblings but for one attribute. */
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
