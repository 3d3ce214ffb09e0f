import { expect, test } from 'vitest'
import { formatDuration, formatRate, formatShare, plural, shortId } from './format.ts'

test.each([
  [0, '0 ms'],
  [0.0004, '1 µs'],
  [0.052, '52 µs'],
  [0.4, '0.4 ms'],
  [7.04, '7 ms'],
  [38.4, '38 ms'],
  [100, '100 ms'],
  [999.6, '1 s'],
  [1240, '1.24 s'],
  [123_000, '2 min 3 s'],
])('%d ms reads as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('a count of one has no plural', () => {
  expect(plural(1, 'span')).toBe('1 span')
  expect(plural(5000, 'span')).toBe('5,000 spans')
})

test('a long trace id is shown by both its ends', () => {
  expect(shortId('4bf92f3577b34da6a3ce929d0e0e4736')).toBe('4bf92f35…4736')
})

test.each([
  [1234.4, '1,234 /s'],
  [1.5, '1.5 /s'],
  [0.24, '14.4 /min'],
  [0, '0 /min'],
])('%d a second reads %s', (perSecond, text) => {
  expect(formatRate(perSecond)).toBe(text)
})

test.each([
  [0.0001, '< 0.1 %'],
  [0.015, '1.5 %'],
  [0.25, '25 %'],
  [1, '100 %'],
])('a share of %d reads %s', (part, text) => {
  expect(formatShare(part)).toBe(text)
})
