import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import { receivedHeader } from './received-header.ts'
import { formatTraceparent, parseTraceparent } from './traceparent.ts'
import { formatTracestate, parseTracestate } from './tracestate.ts'

/**
 * W3C Trace Context level 2, under the name `tracecontext`. The stock propagator has the grammar of
 * level 1, drops single members of a broken `tracestate`, and sends flags that nobody has defined.
 */
export class TraceContextPropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const span = trace.getSpanContext(context)
    if (!span || isTracingSuppressed(context) || !isSpanContextValid(span)) return
    setter.set(carrier, 'traceparent', formatTraceparent(span))
    const tracestate = span.traceState && formatTracestate(span.traceState)
    if (tracestate) setter.set(carrier, 'tracestate', tracestate)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    // Two headers count as none: the comma that joins them breaks the grammar.
    const parent = parseTraceparent(receivedHeader(carrier, getter, 'traceparent'))
    if (!parent) return context
    const traceState = parseTracestate(receivedHeader(carrier, getter, 'tracestate'))
    return trace.setSpanContext(context, {
      ...parent,
      isRemote: true,
      ...(traceState && { traceState }),
    })
  }

  fields(): string[] {
    return ['traceparent', 'tracestate']
  }
}
