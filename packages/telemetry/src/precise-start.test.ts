import { trace } from '@opentelemetry/api'
import { hrTimeToNanoseconds, timeInputToHrTime } from '@opentelemetry/core'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import { afterEach, expect, test, vi } from 'vitest'
import { PreciseStart } from './precise-start.ts'
import { type SpanWorldOptions, withSpans } from './test-spans.ts'

afterEach(() => void vi.useRealTimers())

const tracer = () => trace.getTracer('test')
const precise = (): SpanWorldOptions => ({ processors: [new PreciseStart()] })

test('spans that start within a millisecond keep their order, at times of their own', () =>
  withSpans(({ ended }) => {
    for (let n = 0; n < 20; n += 1) tracer().startSpan(`${n}`).end()

    const inTime = ended().toSorted(
      (a, b) => hrTimeToNanoseconds(a.startTime) - hrTimeToNanoseconds(b.startTime),
    )

    expect(inTime.map(({ name }) => name)).toEqual([...Array(20).keys()].map(String))
    expect(new Set(ended().map(({ startTime }) => startTime.join())).size).toBe(20)
  }, precise()))

test('a child starts after its parent and ends before it', () =>
  withSpans(({ named }) => {
    tracer().startActiveSpan('parent', (parent) => {
      tracer().startSpan('child').end()
      parent.end()
    })

    const [parent, child] = [named('parent'), named('child')]
    const times = [parent.startTime, child.startTime, child.endTime, parent.endTime]
    const nanoseconds = times.map(hrTimeToNanoseconds)
    expect(nanoseconds).toEqual(nanoseconds.toSorted((a, b) => a - b))
    expect(new Set(nanoseconds).size).toBe(4)
  }, precise()))

/** Lets time pass while a span starts, as may happen on a busy machine. */
const pause: SpanProcessor = {
  onStart({ name }) {
    const until = performance.now() + 5
    while (name === 'child' && performance.now() < until);
  },
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
}

test('a span that is held up while it starts still ends before its parent', () =>
  withSpans(
    ({ named }) => {
      tracer().startActiveSpan('parent', (parent) => {
        tracer().startSpan('child').end()
        parent.end()
      })

      const [parent, child] = [named('parent'), named('child')]
      const late = hrTimeToNanoseconds(child.endTime) - hrTimeToNanoseconds(parent.endTime)
      expect(late).toBeLessThan(0)
    },
    { processors: [pause, new PreciseStart()] },
  ))

test.each([
  ['whole milliseconds', () => Date.now() - 20],
  ['a date', () => new Date(Date.now() - 20)],
  ['parts of a millisecond', () => [1_700_000_000, 123_456_789] as [number, number]],
])('a start time given as %s is kept', (_form, given) =>
  withSpans(({ named }) => {
    const startTime = given()

    tracer().startSpan('given', { startTime }).end()

    expect(named('given').startTime).toEqual(timeInputToHrTime(startTime))
  }, precise()),
)

test('after the wall clock was set, spans start at its new time', () =>
  withSpans(({ named }) => {
    const options = { toFake: ['Date' as const], now: Date.now() }
    vi.useFakeTimers(options)
    tracer().startSpan('before').end()
    vi.setSystemTime(options.now + 3_600_000)

    tracer().startSpan('after').end()

    const hours =
      (hrTimeToNanoseconds(named('after').startTime) -
        hrTimeToNanoseconds(named('before').startTime)) /
      3_600e9
    expect(hours).toBeCloseTo(1, 1) // the test itself may take a minute
  }, precise()))
