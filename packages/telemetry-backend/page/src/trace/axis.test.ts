import { expect, test } from 'vitest'
import { percent, tickLabel, ticks } from './axis.ts'

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

test.each([
  [{ from: 0, to: 38 }, ['0', '10 ms', '20 ms', '30 ms']],
  [{ from: 10.2, to: 10.9 }, ['10.2 ms', '10.4 ms', '10.6 ms', '10.8 ms']],
  [{ from: 0, to: 0.25 }, ['0', '50 µs', '100 µs', '150 µs', '200 µs', '250 µs']],
  [{ from: 1000, to: 3000 }, ['1.0 s', '1.5 s', '2.0 s', '2.5 s', '3.0 s']],
])('the marks of %o are told apart', (range, labels) => {
  expect(ticks(range, 5).map((at) => tickLabel(range, at, 5))).toEqual(labels)
})
