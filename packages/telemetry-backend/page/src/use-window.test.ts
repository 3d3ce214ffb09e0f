import { expect, test } from 'vitest'
import { slotOf, visibleSlice } from './use-window.ts'

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

test('a row that stays keeps its element, and no two rows share one', () => {
  const view = { height: 520 }
  const slotsAt = (top: number) => {
    const { first, end } = visibleSlice(rows, { top, ...view })
    return Array.from({ length: end - first }, (_, i) => slotOf(first + i, rows, view))
  }

  const [before, after] = [slotsAt(26 * 1000), slotsAt(26 * 1000.5)]

  expect(new Set(before).size).toBe(before.length)
  expect(new Set(after).size).toBe(after.length)
  expect(after.slice(0, before.length)).toEqual(before)
})
