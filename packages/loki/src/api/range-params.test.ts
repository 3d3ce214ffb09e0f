import { expect, test } from 'vitest'
import { parseTime } from './range-params.ts'

const second = 1_000_000_000n

test.each([
  ['1700000000', 1_700_000_000n * second],
  ['1700000000.5', 1_700_000_000n * second + second / 2n],
  ['1700000000123456789', 1_700_000_000_123_456_789n],
  ['2023-11-14T22:13:20Z', 1_700_000_000n * second],
  ['2023-11-14T22:13:20.123456789Z', 1_700_000_000_123_456_789n],
  ['2023-11-15T00:13:20+02:00', 1_700_000_000n * second],
  ['0001-01-01T00:00:00Z', -62_135_596_800n * second],
])('%s is a time, to the nanosecond', (text, time) => {
  expect(parseTime(new URLSearchParams({ start: text }), 'start')).toBe(time)
})

test.each(['noon', '2023-02-30T00:00:00Z', '2023-11-14', '2023-11-14T25:00:00Z'])(
  '%s is none',
  (text) => {
    expect(() => parseTime(new URLSearchParams({ start: text }), 'start')).toThrow(
      /could not parse 'start' parameter: expected nanoseconds, seconds or RFC 3339/,
    )
  },
)
