import {
  type Context,
  diag,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import { formatBaggage, parseBaggage } from './baggage-header.ts'
import { receivedHeader } from './received-header.ts'

/**
 * W3C Baggage, under the name `baggage`. The stock propagator encodes keys although they are plain
 * tokens (`k|k` leaves as `k%7Ck`), and loses empty values, `__proto__` and members above 4096
 * bytes.
 */
export class BaggagePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const baggage = propagation.getBaggage(context)
    if (!baggage || isTracingSuppressed(context)) return
    const header = formatBaggage(baggage, (key) =>
      diag.warn(`baggage: ${JSON.stringify(key)} is not sent: not a token, or no room left`),
    )
    if (header) setter.set(carrier, 'baggage', header)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const entries = parseBaggage(receivedHeader(carrier, getter, 'baggage'))
    if (entries.size === 0) return context
    return propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(entries)))
  }

  fields(): string[] {
    return ['baggage']
  }
}
