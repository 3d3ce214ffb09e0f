import { expect, test } from 'vitest'
import { delayAfter } from './retry.ts'

const settings = { baseMs: 100, maxMs: 1000, maxAttempts: 7 }
const delays = (random: () => number) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => delayAfter(attempt, settings, random))

test('delays double up to the longest, and after the last attempt there is none', () => {
  expect(delays(() => 1)).toEqual([100, 200, 400, 800, 1000, 1000, undefined, undefined])
})

test('chance takes up to half of a delay away', () => {
  expect(delays(() => 0)).toEqual([50, 100, 200, 400, 500, 500, undefined, undefined])
})

test('one attempt may be all there is', () => {
  expect(delayAfter(1, { ...settings, maxAttempts: 1 })).toBeUndefined()
})

test('a thousandth attempt still has a delay that a timer can hold', () => {
  const delay = delayAfter(999, { ...settings, maxAttempts: 1000 }, () => 1)

  expect(delay).toBe(1000)
})
