import { isSpanContextValid, trace } from '@opentelemetry/api'
import { formatTraceparent, parseTraceparent, sampledFlag } from './propagation/traceparent.ts'

/**
 * The active span in the form of a `traceparent` header (W3C Trace Context level 2, 3.2), which
 * `traceresponse` shares; undefined without a valid span.
 */
export function activeTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  return span && isSpanContextValid(span) ? formatTraceparent(span) : undefined
}

export function activeTraceId(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  return span && isSpanContextValid(span) ? span.traceId : undefined
}

/**
 * Who has decided that the active trace leaves no spans: the caller, by the `traceparent` that it sent,
 * or this service's sampler. Undefined when it does, or there is no trace.
 */
export function notSampledBy(received: string | undefined): 'caller' | 'sampler' | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  if (!span || !isSpanContextValid(span) || span.traceFlags & sampledFlag) return undefined
  const caller = parseTraceparent(received ?? '')
  const isCallers = caller?.traceId === span.traceId && !(caller.traceFlags & sampledFlag)
  return isCallers ? 'caller' : 'sampler'
}
