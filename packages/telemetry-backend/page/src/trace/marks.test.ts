import { expect, test } from 'vitest'
import { thin } from './marks.ts'

test('marks closer than a pixel become one, others stay apart', () => {
  const marks = [
    { from: 0, to: 1 },
    { from: 1.4, to: 2 },
    { from: 3, to: 4 },
  ]

  expect(thin(marks, 0.5)).toEqual([
    { from: 0, to: 2 },
    { from: 3, to: 4 },
  ])
})

test('thousands of marks are no more than the pixels', () => {
  const marks = Array.from({ length: 9000 }, (_, i) => ({ from: i, to: i }))

  expect(thin(marks, 18).length).toBeLessThan(501)
})
