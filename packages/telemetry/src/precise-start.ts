import type { Context, HrTime } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'

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
    // A start time that the caller gave stays as it is. The SDK keeps to itself whether one did.
    if (Reflect.get(span, '_startTimeProvided') === true) return
    const coarse = span.startTime[0] * 1000 + span.startTime[1] / 1_000_000
    const exact = this.#wallTime(monotonicStart(span))
    if (Math.abs(exact - coarse) < JUMP_MS) setStart(span, exact)
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

/**
 * What the SDK measures the duration from, and keeps to itself. A reading of our own would come
 * later, on a busy machine by milliseconds, and move the whole span, its end beyond its parent's.
 */
function monotonicStart(span: Span): number {
  const start: unknown = Reflect.get(span, '_performanceStartTime')
  return typeof start === 'number' ? start : performance.now()
}

function setStart(span: Span, millis: number): void {
  const seconds = Math.floor(millis / 1000)
  const start: HrTime = [seconds, Math.round((millis - seconds * 1000) * 1_000_000)]
  Object.assign(span, { startTime: start })
}
