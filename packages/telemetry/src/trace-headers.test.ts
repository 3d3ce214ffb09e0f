import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { withSpans } from './test-spans.ts'
import { activeTraceId, activeTraceparent, notSampledBy } from './trace-headers.ts'

const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }

const inSpanContext = <T>(spanContext: Parameters<typeof trace.wrapSpanContext>[0], fn: () => T) =>
  context.with(trace.setSpan(context.active(), trace.wrapSpanContext(spanContext)), fn)

test.each([
  [0, '00'],
  [1, '01'],
  [3, '03'], // level 2: random-trace-id
])('trace flags %i are written as %s', (traceFlags, written) =>
  withSpans(() => {
    const header = inSpanContext({ ...ids, traceFlags }, activeTraceparent)

    expect(header).toBe(`00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-${written}`)
  }),
)

test('the trace id is the active span’s', () =>
  withSpans(() => {
    expect(inSpanContext({ ...ids, traceFlags: 1 }, activeTraceId)).toBe(ids.traceId)
  }))

test('outside of a span, and in one without a valid context, there is no header', () =>
  withSpans(() => {
    const invalid = { traceId: '0'.repeat(32), spanId: ids.spanId, traceFlags: 1 }

    expect(activeTraceparent()).toBeUndefined()
    expect(inSpanContext(invalid, activeTraceparent)).toBeUndefined()
    expect(inSpanContext(invalid, activeTraceId)).toBeUndefined()
  }))

const caller = (flags: string) => `00-${ids.traceId}-00f067aa0ba902b7-${flags}`

test.each([
  ['a trace that is recorded', 1, caller('00'), undefined],
  ['a caller who said so', 0, caller('00'), 'caller'],
  ['a caller who wanted it recorded', 0, caller('01'), 'sampler'],
  ['a caller of another trace', 0, caller('00').replace(/0af7/, '0af8'), 'sampler'],
  ['no caller', 0, undefined, 'sampler'],
])('who decided against spans: %s', (_what, traceFlags, received, by) =>
  withSpans(() => {
    expect(inSpanContext({ ...ids, traceFlags }, () => notSampledBy(received))).toBe(by)
  }),
)
