import { type Span, SpanStatusCode, trace } from '@opentelemetry/api'

const recorded = new WeakSet<object>()

/**
 * Marks a span as failed, and records the error on it as an exception unless another span has done
 * so. The first span that reports an error is the one where it happened.
 */
export function recordError(err: unknown, span: Span | undefined = trace.getActiveSpan()): void {
  if (!span) return
  const error = err instanceof Error ? err : new Error(described(err))
  if (!wasRecorded(err)) span.recordException(error)
  markRecorded(err)
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
}

/** Anything can be thrown, and `String` itself throws for an object without a prototype. */
function described(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) return 'an object that is no Error'
  return String(thrown)
}

/** For errors that an instrumentation has put on its own span (a failed query, a failed fetch). */
export function markRecorded(err: unknown): void {
  if (typeof err === 'object' && err !== null) recorded.add(err)
}

/** Whether this error, or one that it was made from (`cause`), is on a span already. */
export function wasRecorded(err: unknown): boolean {
  let current = err
  // The loop has a limit, because a cause may lead back to itself.
  for (let depth = 0; depth < 10; depth += 1) {
    if (typeof current !== 'object' || current === null) return false
    if (recorded.has(current)) return true
    current = (current as { cause?: unknown }).cause
  }
  return false
}
