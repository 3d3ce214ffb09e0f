import { ROOT_CONTEXT, type Span, type TracerProvider } from '@opentelemetry/api'
import { randomFlag } from './propagation/traceparent.ts'
import {
  addTraceFlags,
  monotonicStart,
  moveStart,
  spanSeconds,
  wasStartGiven,
} from './span-internals.ts'

type ProviderClass = new () => TracerProvider

/**
 * Throws when spans of the running provider's class are not what this package reads of them
 * (`PreciseStart`, durations in metrics, the random flag): start times, exemplars and flags would be
 * wrong in silence.
 */
export function assertSpanInternals(running: TracerProvider): void {
  // One of its own has no processor and the default sampler: nothing is exported, all is recorded.
  const tracer = new (running.constructor as ProviderClass)().getTracer('probe')
  const given = tracer.startSpan('given', { startTime: [1, 0] }, ROOT_CONTEXT)
  const moved = tracer.startSpan('moved', {}, ROOT_CONTEXT)
  moveStart(moved, [1, 0])
  addTraceFlags(moved, randomFlag)
  moved.end()
  const missing = Object.entries(checks).filter(([, holds]) => !holds({ given, moved }))
  if (missing.length === 0) return
  const names = missing.map(([name]) => name).join('; ')
  throw new Error(
    `expected spans of the OpenTelemetry SDK to have ${names}: their times or flags would be wrong. ` +
      'Is it the version that the package.json of @onetrace/telemetry names?',
  )
}

interface Probes {
  /** Its start time was given. */
  given: Span
  /** Its start time was not given, and was moved to the first second of all times. */
  moved: Span
}

const checks: Record<string, (probes: Probes) => boolean> = {
  '_performanceStartTime, a number': ({ moved }) => typeof monotonicStart(moved) === 'number',
  '_startTimeProvided, true only when it was': ({ given, moved }) =>
    wasStartGiven(given) === true && wasStartGiven(moved) === false,
  'a duration when they have ended': ({ moved }) => spanSeconds(moved) !== undefined,
  'trace flags that can be set': ({ moved }) => (moved.spanContext().traceFlags & randomFlag) !== 0,
  'an end that follows a start that was moved': ({ moved }) => endSecond(moved) === 1,
}

function endSecond(span: Span): unknown {
  return 'endTime' in span && Array.isArray(span.endTime) ? span.endTime[0] : undefined
}
