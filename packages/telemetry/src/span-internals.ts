/**
 * Fields of a span that this package reads although the SDK keeps them to itself, or does not
 * promise to keep them. `assertSpanInternals` checks each when the SDK starts, so that a version
 * without them is noticed at once, and not later by spans in the wrong order.
 */
import type { HrTime, Span } from '@opentelemetry/api'

/** What a span's duration is measured from: `performance.now()` at its start. */
export function monotonicStart(span: object): number {
  return Reflect.get(span, '_performanceStartTime') as number
}

/** Whether the caller gave the start time, instead of leaving it to the SDK. */
export function wasStartGiven(span: object): boolean {
  return Reflect.get(span, '_startTimeProvided') as boolean
}

/** The SDK knows one flag only, but it gives out the very object that it exports and propagates. */
export function addTraceFlags(span: Span, flags: number): void {
  span.spanContext().traceFlags |= flags
}

/** The SDK adds the measured duration to the start, so the end moves too. */
export function moveStart(span: object, startTime: HrTime): void {
  Object.assign(span, { startTime })
}

/**
 * The duration that the exported span shows; none before it has ended, or when it is not recorded.
 */
export function spanSeconds(span: Span | undefined): number | undefined {
  if (!span || !('ended' in span && 'duration' in span)) return undefined
  if (span.ended !== true || !Array.isArray(span.duration)) return undefined
  const [seconds, nanos] = span.duration as HrTime
  return seconds + nanos / 1e9
}
