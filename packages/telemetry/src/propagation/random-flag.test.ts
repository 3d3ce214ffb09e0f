import {
  context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  trace,
} from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { extract, traceId, withParticipant } from './test-participant.ts'

const flagsOf = (span: Span) => span.spanContext().traceFlags

/** Made before the SDK has started, like the tracers of instrumentations. */
const early = trace.getTracer('early')

const received = (flags: string) =>
  extract({ traceparent: `00-${traceId}-00f067aa0ba902b7-${flags}` })

test('a trace that begins here has it, down to its leaves', () =>
  withParticipant(() =>
    trace.getTracer('test').startActiveSpan('root', (root) => {
      const child = trace.getTracer('other').startSpan('child')
      const leaf = early.startSpan('leaf', {}, trace.setSpan(ROOT_CONTEXT, child))

      expect([root, child, leaf].map(flagsOf)).toEqual([3, 3, 3])
    }),
  ))

test.each([
  ['01', 1],
  ['03', 3],
  ['00', 0],
  ['02', 2],
])('below a caller with the flags %s a span has them too', (flags, expected) =>
  withParticipant(() => {
    const tracer = trace.getTracer('test')

    expect(flagsOf(tracer.startSpan('child', {}, received(flags)))).toBe(expected)
    expect(tracer.startActiveSpan('child', {}, received(flags), flagsOf)).toBe(expected)
    expect(context.with(received(flags), () => tracer.startActiveSpan('child', flagsOf))).toBe(
      expected,
    )
  }),
)

test('a span that is not recorded has it all the same', () =>
  withParticipant(() => {
    const span = trace.getTracer('test').startSpan('root')

    expect(span.isRecording()).toBe(false)
    expect(flagsOf(span)).toBe(2)
  }, new AlwaysOffSampler()))

test('a new root below a caller begins a trace, so it has it', () =>
  withParticipant(() => {
    const span = trace.getTracer('test').startSpan('root', { root: true }, received('01'))

    expect(span.spanContext().traceId).not.toBe(traceId)
    expect(flagsOf(span)).toBe(3)
  }))

test('what is suppressed stays invalid', () =>
  withParticipant(() => {
    const span = trace.getTracer('test').startSpan('no span', {}, suppressTracing(ROOT_CONTEXT))

    expect(span.spanContext()).toEqual<SpanContext>({
      traceId: '0'.repeat(32),
      spanId: '0'.repeat(16),
      traceFlags: 0,
    })
    expect(INVALID_SPAN_CONTEXT.traceFlags).toBe(0)
  }))

test('startActiveSpan runs its function in the context of the span and gives its result back', () =>
  withParticipant(() => {
    const tracer = trace.getTracer('test')

    const result = tracer.startActiveSpan('root', { attributes: { a: 1 } }, (span) => ({
      isActive: trace.getActiveSpan() === span,
      attributes: Reflect.get(span, 'attributes'),
    }))

    expect(result).toEqual({ isActive: true, attributes: { a: 1 } })
  }))
