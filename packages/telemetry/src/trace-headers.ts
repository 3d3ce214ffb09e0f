import { isSpanContextValid, type SpanContext, trace } from '@opentelemetry/api'

/**
 * The active span in the form of a `traceparent` header (W3C Trace Context level 2, 3.2), which
 * `traceresponse` shares; undefined without a valid span.
 */
export function activeTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  return span && isSpanContextValid(span) ? traceparent(span) : undefined
}

export function activeTraceId(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  return span && isSpanContextValid(span) ? span.traceId : undefined
}

function traceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
