import { expect, test } from 'vitest'
import { readLogRecord } from './log-record.ts'

/** As PostgreSQL 18 writes it. */
const line = {
  timestamp: '2026-01-31 12:00:00.123 UTC',
  user: 'orders',
  pid: 71,
  ps: 'INSERT',
  error_severity: 'LOG',
  message:
    "execute <unnamed>: insert into orders\n  values ($1) /*traceparent='00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'*/",
  backend_type: 'client backend',
}

const read = (more: object = {}) =>
  readLogRecord(JSON.stringify({ ...line, ...more }), { labels: { service_name: 'postgres' } })

test("a line of Postgres' JSON log reads like those of the services", () => {
  expect(read()).toMatchObject({
    time: 1_769_860_800_123_000_000n,
    service: 'postgres',
    level: 'info',
    message: 'execute <unnamed>: insert into orders values ($1)',
    fields: {},
  })
})

test('an error has its SQLSTATE', () => {
  const error = { error_severity: 'ERROR', message: 'division by zero', state_code: '22012' }

  expect(read(error)).toMatchObject({ level: 'error', fields: { state_code: '22012' } })
})
