import { expect, test } from 'vitest'
import { filterHref, matchesFilter, readFilter } from './filter.ts'
import { summary } from './test-summary.ts'

const nothing = { service: '', text: '', minMs: '', errors: false }

test('a filter survives its address', () => {
  const filter = { service: 'orders', text: 'POST 4bf9', minMs: '20', errors: true }

  expect(readFilter(new URL(filterHref(filter), 'http://x').searchParams)).toEqual(filter)
  expect(filterHref(nothing)).toBe('/')
})

test.each([
  [{}, true],
  [{ text: 'post ord' }, true],
  [{ text: '4BF9' }, true],
  [{ text: 'post billing' }, false],
  [{ service: 'orders' }, true],
  [{ service: 'users' }, false],
  [{ minMs: '10' }, true],
  [{ minMs: '11' }, false],
  [{ errors: true }, false],
])('%o lets the trace through: %s', (filter, passes) => {
  expect(matchesFilter(summary('4bf92f35', 1), { ...nothing, ...filter })).toBe(passes)
})
