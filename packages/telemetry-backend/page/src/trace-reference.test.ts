import { expect, test } from 'vitest'
import { findTraceReference } from './trace-reference.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

test.each([
  ['an id', traceId],
  ['an id in capitals, with blanks', `  ${traceId.toUpperCase()}\n`],
  ['a link to a trace', `http://localhost:16686/trace/${traceId}/logs`],
  ['a log line', `{"level":"info","trace_id":"${traceId}","span_id":"00f067aa0ba902b7"}`],
])('%s names its trace', (_, text) => {
  expect(findTraceReference(text)).toEqual({ traceId })
})

test('a traceparent names its trace and its span', () => {
  const found = findTraceReference(`traceparent: 00-${traceId}-00f067aa0ba902b7-01`)

  expect(found).toEqual({ traceId, spanId: '00f067aa0ba902b7' })
})

test('a 64-bit id is filled up with zeros', () => {
  expect(findTraceReference('a3ce929d0e0e4736')?.traceId).toBe('0000000000000000a3ce929d0e0e4736')
})

test.each([
  ['plain words', 'POST /orders'],
  ['two traces', `${traceId} ${traceId.replace('4', '5')}`],
  ['a longer hash', `${traceId}00`],
  ['the id of no trace', '0'.repeat(32)],
])('%s name no trace', (_, text) => {
  expect(findTraceReference(text)).toBeUndefined()
})
