import { expect, test } from 'vitest'
import { findSpans } from './find-spans.ts'
import { span, treeOf } from './test-spans.ts'

const tree = treeOf([
  span('a', undefined, 0, 50, { name: 'POST /orders' }),
  span('b', 'a', 5, 45, { name: 'place_order', service: 'orders' }),
  span('c', 'b', 10, 20, { name: 'INSERT', attributes: { 'db.system.name': 'postgresql' } }),
  span('d', 'a', 46, 49, { name: 'notify', status: { code: 'error' } }),
])

const found = (text: string) => {
  const { rows, hits } = findSpans(tree, text)
  return rows.map((node) => `${node.span.name}${hits.has(node) ? ' !' : ''}`)
}

test('what matches is shown with all that is above it', () => {
  expect(found('insert')).toEqual(['POST /orders', 'place_order', 'INSERT !'])
})

test.each([
  ['a service and a name', 'orders place', ['POST /orders', 'place_order !']],
  ['an attribute', 'db.system.name=postgresql', ['POST /orders', 'place_order', 'INSERT !']],
  ['what failed', 'error', ['POST /orders', 'notify !']],
  ['nothing that is there', 'no such', []],
])('%s is found', (_what, text, expected) => {
  expect(found(text)).toEqual(expected)
})
