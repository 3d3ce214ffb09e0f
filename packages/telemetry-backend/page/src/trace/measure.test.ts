import { expect, test } from 'vitest'
import { gapBefore, httpStatus, isErrorOrigin, isHop, lineMoment, selfTime } from './measure.ts'
import { span } from './test-spans.ts'
import { buildTree } from './tree.ts'

const failed = { status: { code: 'error' } } as const

test('self time leaves out children once, even where they overlap or outlive the parent', () => {
  const tree = buildTree([
    span('root', undefined, 0, 10),
    span('a', 'root', 1, 4),
    span('b', 'root', 3, 5),
    span('c', 'root', 9, 20),
  ])

  expect(selfTime(node(tree, 'root'))).toBe(5)
})

test('the gap before a span reaches back to the sibling that ended before it', () => {
  const tree = buildTree([
    span('root', undefined, 0, 10),
    span('a', 'root', 1, 4),
    span('b', 'root', 6, 7),
  ])

  expect(gapBefore(node(tree, 'a'))).toBe(1)
  expect(gapBefore(node(tree, 'b'))).toBe(2)
})

test('an error happened at the lowest failed span, not at its callers', () => {
  const tree = buildTree([
    span('root', undefined, 0, 10, failed),
    span('call', 'root', 1, 9, failed),
    span('query', 'call', 2, 3, failed),
    span('fine', 'call', 4, 5),
  ])

  const origins = [...tree.nodes.values()].filter(isErrorOrigin).map((n) => n.span.name)
  expect(origins).toEqual(['query'])
})

test('a call that arrives in another service is a hop, one within a service is none', () => {
  const tree = buildTree([
    span('a', undefined, 0, 10),
    span('b', 'a', 2, 8, { service: 'orders' }),
    span('c', 'b', 3, 4, { service: 'orders' }),
  ])

  expect(['a', 'b', 'c'].map((id) => isHop(node(tree, id)))).toEqual([false, true, false])
})

test('a line whose time was cut to the millisecond is written no earlier than its span began', () => {
  const tree = buildTree([span('root', undefined, 0, 10), span('a', 'root', 4.9, 6)])

  const moments = [4, 5, 2].map((at) => lineMoment(node(tree, 'a'), at))

  expect(moments).toEqual([4.9, 5, 2])
})

test('the HTTP status is read under its current and its former name', () => {
  const tree = buildTree([
    span('a', undefined, 0, 1, { attributes: { 'http.response.status_code': 201 } }),
    span('b', 'a', 0, 1, { attributes: { 'http.status_code': 404 } }),
    span('c', 'a', 0, 1, { attributes: { 'http.response.status_code': '201' } }),
    span('d', 'a', 0, 1, { attributes: { 'http.response.status_code': 'created' } }),
  ])

  const statuses = ['a', 'b', 'c', 'd'].map((id) => httpStatus(node(tree, id)))
  expect(statuses).toEqual([201, 404, 201, undefined])
})

function node(tree: ReturnType<typeof buildTree>, id: string) {
  const found = tree.nodes.get(id)
  if (!found) throw new Error(`no span ${id} in ${[...tree.nodes.keys()]}`)
  return found
}
