import { expect, test } from 'vitest'
import { readLine } from './read-line.ts'

const ids = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7' }

test('a line of the services says all of it in words of its own', () => {
  const line = { time: '2026-01-31T12:00:00.123456Z', level: 'info', service: 'orders', ...ids }

  expect(readLine(JSON.stringify({ ...line, pid: 7, msg: 'order placed', orderId: 17 }))).toEqual({
    time: 1_769_860_800_123_456_000n,
    level: 'info',
    service: 'orders',
    traceId: ids.trace_id,
    spanId: ids.span_id,
    traceFlags: undefined,
    message: 'order placed',
    fields: { orderId: 17 },
    plain: false,
  })
})

test("pino's defaults are read: levels as numbers, time in milliseconds", () => {
  expect(readLine('{"level":50,"time":1769860800123,"msg":"x"}')).toMatchObject({
    level: 'error',
    time: 1_769_860_800_123_000_000n,
  })
})

test("a line of PostgreSQL has the ids of its statement's comment", () => {
  const comment = `/*traceparent='00-${ids.trace_id}-${ids.span_id}-01'*/`
  const line = { timestamp: '2026-01-31 12:00:00.123 UTC', error_severity: 'LOG' }

  expect(readLine(JSON.stringify({ ...line, message: `statement: select 1 ${comment}` }))).toEqual({
    time: 1_769_860_800_123_000_000n,
    level: 'info',
    service: 'postgres',
    ofDatabase: true,
    traceId: ids.trace_id,
    spanId: ids.span_id,
    message: 'statement: select 1',
    fields: {},
    plain: false,
  })
})

test.each(['', 'plain words', '{"cut', '[1]', '7'])('%j is a message as it stands', (text) => {
  expect(readLine(text)).toEqual({ message: text, fields: {}, plain: true })
})
