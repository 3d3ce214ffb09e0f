import { trace } from '@opentelemetry/api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onceAMinute } from './once-a-minute.ts'
import { withSpans } from './test-spans.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function recorder() {
  const said: [number, unknown][] = []
  const report = onceAMinute((sum, latest) => void said.push([sum, latest]))
  return { said, report }
}

test('the first loss is said at once', () => {
  const { said, report } = recorder()

  report(3, 'refused')

  expect(said).toEqual([[3, 'refused']])
})

test('losses of the minute after are said as one sum, with the latest cause', () => {
  const { said, report } = recorder()
  report(1, 'refused')
  report(2, 'refused')
  report(4, 'timeout')

  vi.advanceTimersByTime(59_999)
  const withinTheMinute = said.length
  vi.advanceTimersByTime(1)

  expect(withinTheMinute).toBe(1)
  expect(said).toEqual([
    [1, 'refused'],
    [6, 'timeout'],
  ])
})

test('a minute without a loss is silent, and the next one is said at once', () => {
  const { said, report } = recorder()
  report(1, 'refused')

  vi.advanceTimersByTime(600_000)
  report(2, 'timeout')

  expect(said).toEqual([
    [1, 'refused'],
    [2, 'timeout'],
  ])
})

test('what is said belongs to no request, neither at once nor a minute later', () =>
  withSpans(() => {
    const active: unknown[] = []
    const report = onceAMinute(() => void active.push(trace.getActiveSpan()))

    trace.getTracer('test').startActiveSpan('somebody’s request', (span) => {
      report(1, 'refused')
      report(2, 'refused')
      span.end()
    })
    vi.advanceTimersByTime(60_000)

    expect(active).toEqual([undefined, undefined])
  }))
