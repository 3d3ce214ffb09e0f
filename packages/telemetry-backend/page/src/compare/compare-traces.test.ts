import { expect, test } from 'vitest'
import { span, treeOf } from '../trace/test-spans.ts'
import { compareTraces } from './compare-traces.ts'

const root = (to: number) =>
  span('root', undefined, 0, to, { kind: 'server', name: 'POST /orders' })

test('the same tree differs in its times alone, and the bar shows whose own time it was', () => {
  const first = treeOf([root(50), span('query', 'root', 10, 20)])
  const second = treeOf([root(80), span('query', 'root', 10, 45)])

  const { sentences, rows, largestDelta } = compareTraces(first, second)

  expect(sentences).toEqual([])
  expect(rows.map(({ mark, depth, name, selfDelta }) => [mark, depth, name, selfDelta])).toEqual([
    ['same', 0, 'POST /orders', 5],
    ['same', 1, 'query', 25],
  ])
  expect(largestDelta).toBe(25)
  expect(rows[1]?.first?.end).toBe(20)
  expect(rows[1]?.second?.end).toBe(45)
})

test.each([
  ['first', 'only-first', -10, 10],
  ['second', 'only-second', 10, -10],
])('what is only in the %s has its own time there', (which, mark, own, rest) => {
  const traces = [treeOf([root(50), span('query', 'root', 10, 20)]), treeOf([root(50)])] as const
  const [first, second] = which === 'first' ? traces : [traces[1], traces[0]]

  const { sentences, rows } = compareTraces(first, second)

  expect(sentences).toEqual([
    `gateway: query is only in the ${which}, below gateway: POST /orders [server]`,
  ])
  expect(rows.map((row) => [row.mark, row.name, row.selfDelta])).toEqual([
    ['same', 'POST /orders', rest],
    [mark, 'query', own],
  ])
})

test('a span that failed this time, or moved, says so', () => {
  const failed = { status: { code: 'error' as const } }
  const first = treeOf([root(50), span('a', 'root', 0, 30), span('b', 'a', 10, 20)])
  const second = treeOf([root(50), span('a', 'root', 0, 30, failed), span('b', 'root', 40, 50)])

  const { rows } = compareTraces(first, second)

  expect(rows.map(({ mark, name, notes }) => [mark, name, notes])).toEqual([
    ['same', 'POST /orders', []],
    ['different', 'a', [expect.stringMatching(/^status .* → .*error/)]],
    ['moved', 'b', ['was below gateway a']],
  ])
})

test('two spans of one id are two rows, each with its own time', () => {
  const twice = (to: number) =>
    treeOf([root(50), span('a', 'root', 0, 10), span('a', 'root', 20, to, { name: 'again' })])

  const { rows } = compareTraces(twice(30), twice(34))

  expect(rows.map(({ name, second, selfDelta }) => [name, second?.key, selfDelta])).toEqual([
    ['POST /orders', 'root', -4],
    ['a', 'a', 0],
    ['again', 'a-2', 4],
  ])
})
