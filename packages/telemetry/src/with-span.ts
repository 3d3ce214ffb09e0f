import { type Span, type SpanOptions, trace } from '@opentelemetry/api'
import { recordError } from './record-error.ts'

type Step<T> = (span: Span) => T

/**
 * Runs `fn` in a new active span, a child of the current one unless the options say otherwise
 * (OpenTelemetry's `SpanOptions`: `attributes`, `kind`, `links`, `root`, `startTime`). When `fn`
 * throws or rejects, the error is recorded on the span, the span is marked as failed, and the error
 * is passed on. The span always ends; for a promise, when it settles.
 *
 * @param name a step of the business (`place_order`) and never an id: names have few values
 * @example
 * await withSpan('place_order', { attributes: { 'order.items': 2 } }, () => store.insert(draft))
 */
export function withSpan<T>(name: string, fn: Step<T>): T
export function withSpan<T>(name: string, options: SpanOptions, fn: Step<T>): T
export function withSpan<T>(name: string, ...rest: [Step<T>] | [SpanOptions, Step<T>]): T {
  const [options, fn] = rest.length === 1 ? [{}, rest[0]] : rest
  const tracer = trace.getTracer('@onetrace/telemetry')
  return tracer.startActiveSpan(name, options, (span) => endWith(span, () => fn(span)))
}

function endWith<T>(span: Span, fn: () => T): T {
  try {
    const result = fn()
    if (isPromise(result)) return endWhenSettled(span, result) as T
    span.end()
    return result
  } catch (err) {
    throw failed(span, err)
  }
}

async function endWhenSettled<T>(span: Span, work: PromiseLike<T>): Promise<T> {
  try {
    const result = await work
    span.end()
    return result
  } catch (err) {
    throw failed(span, err)
  }
}

function failed(span: Span, err: unknown): unknown {
  recordError(err, span)
  span.end()
  return err
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return value instanceof Object && 'then' in value && typeof value.then === 'function'
}
