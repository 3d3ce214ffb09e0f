import { isSpanContextValid, trace } from '@opentelemetry/api'
import { formatTraceparent } from './propagation/traceparent.ts'

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
