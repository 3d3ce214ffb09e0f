import { diag, propagation, type TextMapPropagator } from '@opentelemetry/api'
import { CompositePropagator } from '@opentelemetry/core'
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3'
import { JaegerPropagator } from '@opentelemetry/propagator-jaeger'
import { defaultPropagators } from '../settings.ts'
import { AdmittingPropagator } from './admission.ts'
import { BaggagePropagator } from './baggage-propagator.ts'
import { markRandomTraceIds } from './random-flag.ts'
import { TraceContextPropagator } from './trace-context-propagator.ts'

/** The names of `OTEL_PROPAGATORS` that NodeSDK knows; those of W3C lead to our propagators. */
const propagators: Record<string, () => TextMapPropagator> = {
  tracecontext: () => new TraceContextPropagator(),
  baggage: () => new BaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
  jaeger: () => new JaegerPropagator(),
}

/** To be called once the SDK has started; it replaces what the SDK would register by itself. */
export function startPropagation(names: string[]): void {
  markRandomTraceIds()
  const chosen = knownOf(names).flatMap((name) => propagators[name]?.() ?? [])
  if (chosen.length === 0) return
  const all = new CompositePropagator({ propagators: chosen })
  propagation.setGlobalPropagator(new AdmittingPropagator(all))
}

/**
 * The specification wants an unknown name to be skipped with a warning. When no name is left, the
 * default applies, so that a spelling mistake does not switch propagation off.
 */
function knownOf(names: string[]): string[] {
  const known = names.filter((name) => Object.hasOwn(propagators, name))
  if (known.length === names.length) return names
  const expected = `names out of ${Object.keys(propagators).join(', ')}, none`
  const came = names.filter((name) => !known.includes(name)).map((name) => `"${name}"`)
  diag.warn(`OTEL_PROPAGATORS: expected ${expected}, got ${came.join(', ')}`)
  return known.length > 0 ? known : defaultPropagators
}
