import { expect, test } from 'vitest'
import { barScale } from './bar-scale.ts'

test.each([
  [[], 0],
  [[0, 0], 0],
  [[38], 38],
  [[4, 38, 40, 52], 52],
  [[38, 40, 52, 9000], 52],
])('of %o the full width is %d', (durations, full) => {
  expect(barScale(durations)).toBe(full)
})
