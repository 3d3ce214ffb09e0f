import { expect, test } from 'vitest'
import { clockSkew, gapBefore, isErrorOrigin, isHop, lineMoment, selfTime } from './measure.ts'
import { span, treeOf } from './test-spans.ts'

const failed = { status: { code: 'error' } } as const

test('self time is in milliseconds, to the nanosecond', () => {
  const tree = treeOf([span('root', undefined, 0, 10), span('a', 'root', 1, 4.000001)])

  expect(selfTime(node(tree, 'root'))).toBe(6.999999)
})

test('the gap before a span reaches back to the sibling that ended before it', () => {
  const tree = treeOf([
    span('root', undefined, 0, 10),
    span('a', 'root', 1, 4),
    span('b', 'root', 6, 7),
  ])

  expect(gapBefore(node(tree, 'a'))).toBe(1)
  expect(gapBefore(node(tree, 'b'))).toBe(2)
})

test.each([
  ['of another service, before its parent: into its middle', 'users', -5, -1, 8],
  ['of another service, longer than its parent: to its start', 'users', -5, 7, 5],
  ['of another service, after its parent: it may not be waited for', 'users', 11, 12, 0],
  ['of another service, within its parent', 'users', 1, 2, 0],
  ['of the same service: its clock is the same', 'gateway', -5, -1, 0],
])('the clock of a span is off against its parent: %s', (_, service, from, to, skew) => {
  const tree = treeOf([span('root', undefined, 0, 10), span('a', 'root', from, to, { service })])

  expect(clockSkew(node(tree, 'a'))).toBe(skew)
})

test('an error happened at the lowest failed span, not at its callers', () => {
  const tree = treeOf([
    span('root', undefined, 0, 10, failed),
    span('call', 'root', 1, 9, failed),
    span('query', 'call', 2, 3, failed),
    span('fine', 'call', 4, 5),
  ])

  const origins = [...tree.nodes.values()].filter(isErrorOrigin).map((n) => n.span.name)
  expect(origins).toEqual(['query'])
})

test('an error is not explained by that of a span which is only linked', () => {
  const links = [{ ...span('publish', undefined, 0, 0), attributes: {} }]
  const tree = treeOf([
    span('publish', undefined, 0, 1, failed),
    span('process', undefined, 2, 3, { ...failed, links }),
  ])

  expect(isErrorOrigin(node(tree, 'publish'))).toBe(true)
})

test('a call that arrives in another service is a hop, one within a service is none', () => {
  const tree = treeOf([
    span('a', undefined, 0, 10),
    span('b', 'a', 2, 8, { service: 'orders' }),
    span('c', 'b', 3, 4, { service: 'orders' }),
  ])

  expect(['a', 'b', 'c'].map((id) => isHop(node(tree, id)))).toEqual([false, true, false])
})

test('a line whose time was cut to the millisecond is written no earlier than its span began', () => {
  const tree = treeOf([span('root', undefined, 0, 10), span('a', 'root', 4.9, 6)])

  const moments = [4, 5, 2].map((at) => lineMoment(node(tree, 'a'), at))

  expect(moments).toEqual([4.9, 5, 2])
})

function node(tree: ReturnType<typeof treeOf>, id: string) {
  const found = tree.nodes.get(id)
  if (!found) throw new Error(`no span ${id} in ${[...tree.nodes.keys()]}`)
  return found
}
