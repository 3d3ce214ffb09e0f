import { expect, test } from 'vitest'
import { durationOf, mergeSummaries, servicesOf, splitNew, tracesAtMost } from './list.ts'
import { summary } from './test-summary.ts'

test('new traces go where their start belongs, the newest first', () => {
  const list = mergeSummaries([summary('b', 20)], [summary('a', 10), summary('c', 30)])

  expect(list.map((s) => s.traceId)).toEqual(['c', 'b', 'a'])
})

test('a trace that grew keeps its place, even if it turns out to have started earlier', () => {
  const before = [summary('c', 30), summary('b', 20), summary('a', 10)]

  const after = mergeSummaries(before, [summary('c', 5, { spanCount: 12 })])

  expect(after.map((s) => s.traceId)).toEqual(['c', 'b', 'a'])
  expect(after[0]?.spanCount).toBe(12)
})

test('the list is bounded; the oldest go', () => {
  const many = Array.from({ length: 300 }, (_, i) => summary(String(i), i))

  const list = mergeSummaries([], many)

  expect(list).toHaveLength(tracesAtMost)
  expect(list[0]?.traceId).toBe('299')
})

test.each([
  ['the first list holds nothing new', undefined, ['a', 'b'], []],
  ['in an empty list everything is new', [], [], ['a', 'b']],
  ['a shown trace is not new', [summary('a', 10)], ['a'], ['b']],
  ['a trace older than all shown ones is not new', [summary('c', 15)], ['a'], ['b']],
])('%s', (_, shown, old, fresh) => {
  const split = splitNew(shown, [summary('a', 10), summary('b', 20)])

  expect(split.old.map((s) => s.traceId)).toEqual(old)
  expect(split.fresh.map((s) => s.traceId)).toEqual(fresh)
})

test('a duration is counted in milliseconds and never negative', () => {
  expect(durationOf(summary('a', 1))).toBe(10)
  expect(durationOf(summary('a', 1, { maxEndTimeUnixNano: '0' }))).toBe(0)
})

test('the services of a row stand in one order, whichever sent its spans first', () => {
  const service = (name: string) => ({ name, spanCount: 1, errorSpanCount: 0, selfTimeNanos: 1 })
  const services = ['users', 'orders', 'gateway'].map(service)

  expect(servicesOf(summary('a', 1, { services })).map(({ name }) => name)).toEqual([
    'gateway',
    'orders',
    'users',
  ])
})
