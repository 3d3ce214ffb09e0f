import { expect, test } from 'vitest'
import { lineWindow } from './line-window.ts'

const now = 1_700_000_000_000_000_000n
const hour = 3_600_000_000_000n
const day = 24n * hour
const span = (startTime: bigint, endTime: bigint) => ({ startTime, endTime })
const window = (...spans: { startTime: bigint; endTime: bigint }[]) =>
  lineWindow(spans, { now, around: hour })

test('from the first start to the last end, with time around', () => {
  expect(window(span(now - 5n, now - 2n), span(now - 9n, now - 4n))).toEqual({
    from: now - 9n - hour,
    to: now - 2n + hour,
  })
})

test.each([
  ['at time 0', 0n],
  ['near 2^64', 2n ** 64n - 1n],
  ['in seconds', 1_700_000_000n],
])('a span %s does not count beside another', (_, time) => {
  expect(window(span(time, time), span(now - 5n, now))).toEqual({
    from: now - 5n - hour,
    to: now + hour,
  })
  expect(window(span(time, time))).toEqual({ from: now - day, to: now + hour })
})

test('it is no longer than Loki looks through, and ends with the last span', () => {
  expect(window(span(now - 400n * day, now))).toEqual({
    from: now + hour - 30n * day,
    to: now + hour,
  })
})
