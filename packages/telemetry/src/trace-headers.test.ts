import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { withSpans } from './test-spans.ts'
import { activeTraceId, activeTraceparent } from './trace-headers.ts'

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
