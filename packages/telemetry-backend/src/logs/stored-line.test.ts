import { expect, test } from 'vitest'
import { toStoredLine } from './stored-line.ts'

/** As PostgreSQL 18 writes it. */
const line = {
  timestamp: '2026-01-31 12:00:00.123 UTC',
  user: 'orders',
  dbname: 'orders',
  pid: 71,
  remote_host: '[local]',
  session_id: '697dee00.47',
  line_num: 1,
  ps: 'INSERT',
  error_severity: 'ERROR',
  state_code: '23505',
  message: 'duplicate key value violates unique constraint "orders_pkey"',
  statement:
    "insert into orders values ($1) /*traceparent='00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'*/",
  application_name: 'orders',
  backend_type: 'client backend',
}

const read = (more: object = {}) => toStoredLine(JSON.stringify({ ...line, ...more }), 'postgresql')

test("Postgres' JSON log has its time, its level and the trace of the statement", () => {
  expect(read()).toEqual({
    text: JSON.stringify(line),
    plain: false,
    time: 1_769_860_800_123_000_000n,
    labels: { job: 'onetrace', service_name: 'postgres', level: 'error' },
    metadata: { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7' },
  })
})

test.each([
  ['LOG', 'info'],
  ['NOTICE', 'info'],
  ['WARNING', 'warn'],
  ['FATAL', 'fatal'],
  ['PANIC', 'fatal'],
  ['DEBUG3', 'debug'],
])('%s is the level %s', (severity, level) => {
  expect(read({ error_severity: severity }).labels.level).toBe(level)
})

test('a logged duration holds its statement, and a zone may be an offset', () => {
  const { statement: message } = line
  const given = { statement: undefined, message: `duration: 1 ms  statement: ${message}` }

  expect(read(given).metadata.trace_id).toBe('4bf92f3577b34da6a3ce929d0e0e4736')
  expect(read({ statement: 'select 1' }).metadata).toEqual({})
  expect(read({ timestamp: '2026-01-31 14:00:00.123 +02' }).time).toBe(1_769_860_800_123_000_000n)
})
