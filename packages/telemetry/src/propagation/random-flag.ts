import {
  type Context,
  context,
  isSpanContextValid,
  ProxyTracerProvider,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
  type TracerOptions,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'
import { addTraceFlags } from '../span-internals.ts'
import { randomFlag } from './traceparent.ts'

/**
 * Gives spans the `random` flag of W3C Trace Context level 2. It is set in traces that begin here,
 * whose ids the SDK's generator draws at random; in others it is as it was received. The SDK
 * derives flags from the sampling decision alone and has no place for this one: samplers and id
 * generators return no flags, and processors do not see spans that are not recorded, although their
 * context is passed on too. So the flag is set on the spans that the SDK's tracers return.
 */
export function markRandomTraceIds(): void {
  const proxy = trace.getTracerProvider()
  if (!(proxy instanceof ProxyTracerProvider)) {
    throw new Error('expected the tracer provider of the SDK that has started, got another one')
  }
  // Tracers that were handed out earlier follow too: each asks the proxy at its first span.
  proxy.setDelegate(new RandomFlagProvider(proxy.getDelegate()))
}

class RandomFlagProvider implements TracerProvider {
  readonly #provider: TracerProvider

  constructor(provider: TracerProvider) {
    this.#provider = provider
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    return new RandomFlagTracer(this.#provider.getTracer(name, version, options))
  }
}

class RandomFlagTracer implements Tracer {
  readonly #tracer: Tracer

  constructor(tracer: Tracer) {
    this.#tracer = tracer
  }

  startSpan(name: string, options?: SpanOptions, parent: Context = context.active()): Span {
    const span = this.#tracer.startSpan(name, options, parent)
    addTraceFlags(span, flagsOf(span.spanContext(), trace.getSpanContext(parent)))
    return span
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, fn: F): ReturnType<F>
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    fn: F,
  ): ReturnType<F>
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    parent: Context,
    fn: F,
  ): ReturnType<F>
  startActiveSpan(name: string, ...args: unknown[]): unknown {
    const fn = args.pop() as (span: Span) => unknown
    const [options, parent = context.active()] = args as [SpanOptions?, Context?]
    const span = this.startSpan(name, options, parent)
    return context.with(trace.setSpan(parent, span), fn, undefined, span)
  }
}

/** A span in its parent's trace has the parent's flag; any other span begins a new trace. */
function flagsOf(span: SpanContext, parent: SpanContext | undefined): number {
  if (!isSpanContextValid(span)) return 0
  return parent?.traceId === span.traceId ? parent.traceFlags & randomFlag : randomFlag
}
