import { expect, test } from 'vitest'
import { visibleSlice } from './use-window.ts'

const rows = { count: 5000, height: 26 }

test('of five thousand rows only those near the view exist', () => {
  expect(visibleSlice(rows, { top: 26 * 1000, height: 520 })).toEqual({ first: 988, end: 1032 })
})

test('both ends of the list are ends', () => {
  expect(visibleSlice(rows, { top: 0, height: 520 }).first).toBe(0)
  expect(visibleSlice(rows, { top: 26 * 4990, height: 520 }).end).toBe(5000)
})

test('a view scrolled past rows that are gone is empty', () => {
  expect(visibleSlice({ count: 3, height: 26 }, { top: 9000, height: 520 })).toEqual({
    first: 3,
    end: 3,
  })
})
