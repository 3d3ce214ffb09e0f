import { expect, test } from 'vitest'
import { span } from './test-spans.ts'
import { buildTree, visibleRows } from './tree.ts'

test('rows come parent first, siblings in the order of time, whatever the order of arrival', () => {
  const tree = buildTree([
    span('late', 'root', 6, 9),
    span('leaf', 'early', 2, 3),
    span('root', undefined, 0, 10),
    span('early', 'root', 1, 5),
  ])

  expect(picture(tree)).toEqual(['root', ' early', '  leaf', ' late'])
})

test('a collapsed row hides everything below it and says how much', () => {
  const tree = buildTree([
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
  const tree = buildTree([
    span('a', undefined, 0, 0, { startTime: start, endTime: start + 10_000_001n }),
    span('b', 'a', 0, 0, { startTime: start + 1n, endTime: start + 2n }),
  ])

  expect(tree.duration).toBe(10.000001)
  expect(tree.nodes.get('b')).toMatchObject({ start: 0.000001, end: 0.000002 })
})

test('a span whose parent is not there stands at the top', () => {
  const tree = buildTree([span('root', undefined, 0, 10), span('orphan', 'missing', 2, 3)])

  expect(picture(tree)).toEqual(['root', 'orphan'])
})

test('spans that name each other as parents are all shown, once', () => {
  const tree = buildTree([span('a', 'b', 0, 3), span('b', 'a', 1, 2), span('c', 'c', 2, 3)])

  expect(
    picture(tree)
      .map((row) => row.trim())
      .sort(),
  ).toEqual(['a', 'b', 'c'])
})

test('a span sent twice is one row, and one that ends before its start has no negative length', () => {
  const tree = buildTree([span('a', undefined, 5, 1), span('a', undefined, 5, 2)])

  expect(visibleRows(tree, new Set())).toMatchObject([{ start: 0, end: 0 }])
})

test('a chain of ten thousand spans is no problem', () => {
  const chain = Array.from({ length: 9999 }, (_, i) => span(`${i + 1}`, `${i}`, i, 10_000))

  const rows = visibleRows(buildTree([span('0', undefined, 0, 10_000), ...chain]), new Set())

  expect(rows.at(-1)?.depth).toBe(9999)
})

function picture(tree: ReturnType<typeof buildTree>, ...collapsed: string[]): string[] {
  return visibleRows(tree, new Set(collapsed)).map((n) => ' '.repeat(n.depth) + n.span.name)
}
