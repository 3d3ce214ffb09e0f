import type { Context, HrTime } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { monotonicStart, moveStart, wasStartGiven } from './span-internals.ts'

/** A wall clock that was set (or a laptop that slept) shows as a jump of at least this. */
const JUMP_MS = 50

/**
 * Gives spans a start time of the monotonic clock's precision. The SDK takes `Date.now()`, whole
 * milliseconds, so that BEGIN and INSERT of one transaction start "at the same time" and a trace
 * shows siblings in the wrong order and children before their parents. It must be the first
 * processor. The end follows by itself: the SDK adds the measured duration to the start.
 */
export class PreciseStart implements SpanProcessor {
  #offset = 0

  onStart(span: Span, _parent: Context): void {
    if (wasStartGiven(span)) return // and stays as it is
    const coarse = span.startTime[0] * 1000 + span.startTime[1] / 1_000_000
    // A reading of our own would come later, on a busy machine by milliseconds, and move the whole
    // span, its end beyond its parent's.
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
