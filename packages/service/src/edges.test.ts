import { expect, test } from 'vitest'
import { isRecord, isText, isUuid } from './edges.ts'

test.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  ['text', false],
])('%o is a record: %o', (value, expected) => {
  expect(isRecord(value)).toBe(expected)
})

test.each([
  ['019b5e3c-5f3c-7c7c-8f3c-0123456789ab', true],
  ['019B5E3C-5F3C-7C7C-8F3C-0123456789AB', true],
  ['019b5e3c5f3c7c7c8f3c0123456789ab', false],
  ['019b5e3c-5f3c-7c7c-8f3c-0123456789ab\n', false],
  ['x019b5e3c-5f3c-7c7c-8f3c-0123456789ab', false],
  [['019b5e3c-5f3c-7c7c-8f3c-0123456789ab'], false],
])('%o is a UUID: %o', (value, expected) => {
  expect(isUuid(value)).toBe(expected)
})

test.each([
  ['tea', true],
  ['Grüner Tee 🍵', true],
  ['x'.repeat(20), true],
  ['x'.repeat(21), false],
  ['', false],
  [' \n', false],
  ['a\0b', false],
  ['\ud83c', false],
  [7, false],
  [undefined, false],
])('%o is a text of up to 20 characters: %o', (value, expected) => {
  expect(isText(value, 20)).toBe(expected)
})
