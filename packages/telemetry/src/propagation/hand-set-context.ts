import { isSpanContextValid, propagation, type Span } from '@opentelemetry/api'

/**
 * For `requestHook` of instrumentation-undici, which adds the headers of the context after it,
 * without a look at what is there. A request has one `traceparent`, and two count for none: what the
 * caller has set by hand, or handed on from a request of its own, gives way to its span's, and
 * `tracestate` belongs to the traceparent beside it.
 */
export function removeHandSetContext(span: Span, { headers }: { headers?: unknown }): void {
  if (!Array.isArray(headers) || !isSpanContextValid(span.spanContext())) return
  if (!propagation.fields().includes('traceparent')) return
  // Name, value, name, value.
  for (let at = headers.length - 2; at >= 0; at -= 2) {
    if (/^trace(parent|state)$/i.test(headers[at])) headers.splice(at, 2)
  }
}
