import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type SpanContext,
  type SpanOptions,
  type TraceState,
  trace,
} from '@opentelemetry/api'
import { AlwaysOnSampler, ParentBasedSampler, type Sampler } from '@opentelemetry/sdk-trace'
import { withSpans } from '../test-spans.ts'
import { markRandomTraceIds } from './random-flag.ts'
import { TraceContextPropagator } from './trace-context-propagator.ts'

export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
export const parentId = '00f067aa0ba902b7'
/** A header that is right in every way. */
export const traceparent = `00-${traceId}-${parentId}-01`

export type Received = Record<string, string | string[]>
export type Sent = Record<string, string>

const propagator = new TraceContextPropagator()

export function extract(received: Received, context = ROOT_CONTEXT): Context {
  return propagator.extract(context, received, defaultTextMapGetter)
}

export function inject(context: Context): Sent {
  const sent: Sent = {}
  propagator.inject(context, sent, defaultTextMapSetter)
  return sent
}

/**
 * Lends a tracer provider like that of `startSdk`, with the default sampler unless one is given.
 */
export async function withParticipant(
  fn: () => unknown,
  sampler: Sampler = new ParentBasedSampler({ root: new AlwaysOnSampler() }),
): Promise<void> {
  await withSpans(
    () => {
      markRandomTraceIds()
      return fn()
    },
    { sampler },
  )
}

/** What a participant that was called with these headers sends to the next. */
export function handOn(received: Received, options: SpanOptions = {}): Sent {
  const parent = extract(received)
  const span = trace.getTracer('test').startSpan('work', options, parent)
  span.end()
  return inject(trace.setSpan(parent, span))
}

/** Whether a participant's own call is in the trace of the call that it got. */
export function continues(traceparent: string): boolean {
  return handOn({ traceparent }).traceparent?.slice(3, 35) === traceId
}

export function tracestateAfter(...tracestate: string[]): string | undefined {
  return handOn({ traceparent, tracestate }).tracestate
}

export function flagsAfter(traceparent: string): string | undefined {
  return handOn({ traceparent }).traceparent?.slice(-2)
}

/** The span context of the caller, with its tracestate changed. */
export function sentWith(change: (state: TraceState) => TraceState, tracestate: string): Sent {
  const context = extract({ traceparent, tracestate })
  const span = trace.getSpanContext(context) as SpanContext & { traceState: TraceState }
  return inject(trace.setSpanContext(context, { ...span, traceState: change(span.traceState) }))
}
