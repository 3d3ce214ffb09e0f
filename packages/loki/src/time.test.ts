import { expect, test } from 'vitest'
import { nowNano } from './time.ts'

test('no two readings of the clock are equal', () => {
  const readings = Array.from({ length: 10_000 }, nowNano)

  expect(new Set(readings).size).toBe(10_000)
})
