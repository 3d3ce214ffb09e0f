import { expect, test } from 'vitest'
import { comparisonOf, toggleMark } from './marks.ts'
import { summary } from './test-summary.ts'

test('two traces are marked at most, the last two', () => {
  const marked = ['a', 'b', 'c'].reduce(toggleMark, [])

  expect(marked).toEqual(['b', 'c'])
  expect(toggleMark(marked, 'b')).toEqual(['c'])
})

test('the earlier one of two marked traces is the first of the comparison', () => {
  const rows = [summary('b', 20), summary('a', 10)]

  expect(comparisonOf(['b', 'a'], rows)).toBe('/compare/a/b')
  expect(comparisonOf(['a', 'b'], rows)).toBe('/compare/a/b')
  expect(comparisonOf(['a'], rows)).toBeUndefined()
})
