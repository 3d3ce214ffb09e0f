import type { Context, HrTime } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { monotonicStart, moveStart, wasStartGiven } from './span-internals.ts'

/** When the clocks differ by this or more, the wall clock was set, or the machine has slept. */
const JUMP_MS = 50

/**
 * Gives spans a start time with the precision of the monotonic clock. The SDK takes `Date.now()`,
 * which has whole milliseconds: BEGIN and INSERT of one transaction start "at the same time", and a
 * trace shows siblings in the wrong order and children before their parents. This must be the first
 * processor. The end needs nothing: the SDK adds the measured duration to the start.
 */
export class PreciseStart implements SpanProcessor {
  #offset = 0

  onStart(span: Span, _parent: Context): void {
    if (wasStartGiven(span)) return // a time that the caller chose stays as it is
    const coarse = span.startTime[0] * 1000 + span.startTime[1] / 1_000_000
    // This is the reading that the SDK took. A second reading would come later, on a busy machine
    // by milliseconds, and would move the whole span, so that it might end after its parent.
    const exact = this.#wallTime(monotonicStart(span))
    if (Math.abs(exact - coarse) < JUMP_MS) moveStart(span, hrTime(exact))
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  #wallTime(monotonic: number): number {
    const drift = Date.now() - (performance.timeOrigin + performance.now() + this.#offset)
    if (Math.abs(drift) > JUMP_MS) this.#offset += drift
    return performance.timeOrigin + monotonic + this.#offset
  }
}

function hrTime(millis: number): HrTime {
  const seconds = Math.floor(millis / 1000)
  return [seconds, Math.round((millis - seconds * 1000) * 1_000_000)]
}
