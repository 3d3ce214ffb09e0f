import { diag, propagation, type TextMapPropagator } from '@opentelemetry/api'
import { CompositePropagator } from '@opentelemetry/core'
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3'
import { JaegerPropagator } from '@opentelemetry/propagator-jaeger'
import { BaggagePropagator } from './baggage-propagator.ts'
import { markRandomTraceIds } from './random-flag.ts'
import { TraceContextPropagator } from './trace-context-propagator.ts'

/** The names of `OTEL_PROPAGATORS` that NodeSDK knows; the W3C ones are ours. */
const propagators: Record<string, () => TextMapPropagator> = {
  tracecontext: () => new TraceContextPropagator(),
  baggage: () => new BaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
  jaeger: () => new JaegerPropagator(),
}

/** Once the SDK has started, and instead of what it would register by itself. */
export function startPropagation(names: string[]): void {
  markRandomTraceIds()
  const chosen = names.flatMap(propagatorNamed)
  if (chosen.length === 0) return
  propagation.setGlobalPropagator(new CompositePropagator({ propagators: chosen }))
}

/** The specification wants a name that is not known to be skipped, with a warning. */
function propagatorNamed(name: string): TextMapPropagator[] {
  const create = Object.hasOwn(propagators, name) && propagators[name]
  if (create) return [create()]
  diag.warn(`Propagator "${name}" requested through environment variable is unavailable.`)
  return []
}
