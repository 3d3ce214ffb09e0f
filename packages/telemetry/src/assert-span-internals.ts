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
 * Throws when spans of the running provider's class lack what this package reads of them
 * (`PreciseStart`, durations in metrics, the random flag). Otherwise start times, exemplars and
 * flags would be wrong, and nothing would say so.
 */
export function assertSpanInternals(running: TracerProvider): void {
  // A provider made for the probe has the default sampler and no processor, so it records each span
  // and exports none.
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
  /** Its start time was not given, and was moved to one second after the epoch. */
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
