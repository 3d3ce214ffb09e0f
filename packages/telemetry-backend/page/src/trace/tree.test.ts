import { expect, test } from 'vitest'
import { span, treeOf } from './test-spans.ts'
import { layOut, type TraceTree, visibleRows } from './tree.ts'

test('rows come parent first, siblings in the order of time, whatever the order of arrival', () => {
  const tree = treeOf([
    span('late', 'root', 6, 9),
    span('leaf', 'early', 2, 3),
    span('root', undefined, 0, 10),
    span('early', 'root', 1, 5),
  ])

  expect(picture(tree)).toEqual(['root', ' early', '  leaf', ' late'])
})

test('a collapsed row hides everything below it and says how much', () => {
  const tree = treeOf([
    span('root', undefined, 0, 10),
    span('a', 'root', 1, 5),
    span('b', 'a', 2, 3),
    span('c', 'root', 6, 7),
  ])

  expect(picture(tree, 'a')).toEqual(['root', ' a', ' c'])
  expect(tree.nodes.get('a')?.descendants).toBe(1)
  expect(tree.nodes.get('root')?.descendants).toBe(3)
})

test('times count from the first start, to the nanosecond', () => {
  const start = 1_700_000_000_000_000_000n
  const tree = treeOf([
    span('a', undefined, 0, 0, { startTime: start, endTime: start + 10_000_001n }),
    span('b', 'a', 0, 0, { startTime: start + 1n, endTime: start + 2n }),
  ])

  expect(tree.duration).toBe(10.000001)
  expect(tree.nodes.get('b')).toMatchObject({ start: 0.000001, end: 0.000002 })
})

test('a trace is named after the span that began it, not after an orphan before it', () => {
  const tree = treeOf([span('orphan', 'missing', 0, 3), span('root', undefined, 2, 10)])

  expect(picture(tree)).toEqual(['orphan', 'root'])
  expect(tree.root.span.name).toBe('root')
})

test('two spans of one id are two rows with keys of their own', () => {
  const tree = treeOf([
    span('root', undefined, 0, 10),
    span('a', 'root', 5, 6, { name: 'late' }),
    span('a', 'root', 1, 2, { name: 'early' }),
    span('b', 'a', 5, 6),
  ])

  const keys = visibleRows(tree, new Set()).map(({ key, span, parent }) => [
    key,
    span.name,
    parent?.key,
  ])

  expect(keys).toEqual([
    ['root', 'root', undefined],
    ['a', 'early', 'root'],
    ['b', 'b', 'a'],
    ['a-2', 'late', 'root'],
  ])
  expect(picture(tree, 'a')).toEqual(['root', ' early', ' late'])
  expect(picture(tree, 'a-2')).toEqual(picture(tree))
})

test('one that ends before its start has no negative length', () => {
  expect(treeOf([span('a', undefined, 5, 1)]).root).toMatchObject({ start: 0, end: 0 })
})

test('a trace of no span has no tree', () => {
  expect(layOut({ traceId: 't', spans: [] })).toBeUndefined()
})

test('a chain of ten thousand spans is no problem', () => {
  const chain = Array.from({ length: 9999 }, (_, i) => span(`${i + 1}`, `${i}`, i, 10_000))

  const rows = visibleRows(treeOf([span('0', undefined, 0, 10_000), ...chain]), new Set())

  expect(rows.at(-1)?.depth).toBe(9999)
})

function picture(tree: TraceTree, ...collapsed: string[]): string[] {
  return visibleRows(tree, new Set(collapsed)).map((n) => ' '.repeat(n.depth) + n.span.name)
}
