import { expect, test } from 'vitest'
import { percent, ticks } from './axis.ts'

test.each([
  [{ from: 0, to: 38 }, [0, 10, 20, 30]],
  [{ from: 0, to: 1 }, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [{ from: 12, to: 17 }, [12, 13, 14, 15, 16, 17]],
  [{ from: 0, to: 0 }, [0]],
])('%o has the marks %o', (range, marks) => {
  expect(ticks(range, 5)).toEqual(marks)
})

test('a moment outside the range lies outside 0..100', () => {
  expect(percent({ from: 10, to: 20 }, 15)).toBe(50)
  expect(percent({ from: 10, to: 20 }, 25)).toBe(150)
})
