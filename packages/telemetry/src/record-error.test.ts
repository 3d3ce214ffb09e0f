import { trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { markRecorded, recordError, wasRecorded } from './record-error.ts'
import { withSpans } from './test-spans.ts'

test('an error counts as recorded through the errors made from it', () => {
  const origin = new Error('refused')
  const middle = new Error('no users', { cause: origin })
  const seen = new Error('unavailable', { cause: middle })

  markRecorded(origin)

  expect([origin, middle, seen, new Error('refused')].map(wasRecorded)).toEqual([
    true,
    true,
    true,
    false,
  ])
})

test('causes that lead back to themselves are walked once', () => {
  const first = new Error('first')
  const second = new Error('second', { cause: first })
  first.cause = second

  expect(wasRecorded(first)).toBe(false)
})

test.each([['a text'], [undefined], [null], [7]])('%o is never recorded', (value) => {
  markRecorded(value)

  expect(wasRecorded(value)).toBe(false)
})

test('an error that an instrumentation has recorded marks the span failed without a second event', () =>
  withSpans(({ named }) => {
    const error = new Error('refused')
    const span = trace.getTracer('test').startSpan('request')
    markRecorded(error)

    recordError(error, span)
    span.end()

    expect(named('request').events).toEqual([])
    expect(named('request').status.message).toBe('refused')
  }))

test('with no active span there is nothing to record on', () => {
  const error = new Error('refused')

  recordError(error)

  expect(wasRecorded(error)).toBe(false)
})
