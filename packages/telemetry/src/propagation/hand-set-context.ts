import { isSpanContextValid, propagation, type Span } from '@opentelemetry/api'

/**
 * For `requestHook` of instrumentation-undici. After the hook, the instrumentation adds the headers
 * of the context, and does not look at which are there already. But a request must have only one
 * `traceparent`; two count as none. So one that the application has set by hand, or copied from a
 * request of its own, is removed, and with it the `tracestate` that belongs to it.
 */
export function removeHandSetContext(span: Span, { headers }: { headers?: unknown }): void {
  if (!Array.isArray(headers) || !isSpanContextValid(span.spanContext())) return
  if (!propagation.fields().includes('traceparent')) return
  // The list holds names and values by turns.
  for (let at = headers.length - 2; at >= 0; at -= 2) {
    if (/^trace(parent|state)$/i.test(headers[at])) headers.splice(at, 2)
  }
}
