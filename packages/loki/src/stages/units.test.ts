import { expect, test } from 'vitest'
import { bytes, duration, plainNumber } from './units.ts'

test.each([
  ['1.50', 1.5],
  ['-2.', -2],
  ['.5e3', 500],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
  ['', undefined],
  ['1x', undefined],
  ['0b1', undefined],
])('%j is a number as Go reads it', (text, value) => {
  expect(plainNumber.parse(text)).toBe(value)
})

test.each([plainNumber, duration, bytes])(
  'a long text that is none is seen at once',
  ({ parse }) => {
    const started = process.threadCpuUsage()

    expect(parse(`${'1'.repeat(200_000)}?`)).toBeUndefined()

    expect(process.threadCpuUsage(started).user).toBeLessThan(1_000_000)
  },
)
