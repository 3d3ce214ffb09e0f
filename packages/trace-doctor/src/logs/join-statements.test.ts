import { expect, test } from 'vitest'
import { joinStatements } from './join-statements.ts'
import { type LogRecord, readLogRecord } from './log-record.ts'

const [traceId, spanId, other] = [
  '4bf92f3577b34da6a3ce929d0e0e4736',
  'a1'.repeat(8),
  'b2'.repeat(8),
]

/** As PostgreSQL 18 writes it. */
function logged(message: string, span = spanId, more: object = {}): LogRecord {
  const comment = span && ` /*traceparent='00-${traceId}-${span}-01'*/`
  const written = message.replace('<sql>', `select name from users\n where id = $1${comment}`)
  const line = { timestamp: '2026-01-31 12:00:00.123 UTC', error_severity: 'LOG', ...more }
  return readLogRecord(JSON.stringify({ ...line, message: written }))
}

const steps = (span = spanId) => [
  logged('duration: 0.124 ms  parse <unnamed>: <sql>', span),
  logged('duration: 0.250 ms  bind <unnamed>: <sql>', span),
  logged('duration: 0.043 ms  execute <unnamed>: <sql>', span),
]

test('the three steps of a statement are one line, and their time is that of the span’s server', () => {
  const { servers, lines } = joinStatements(steps())

  expect([...servers]).toEqual([[spanId, { durationMs: 0.417 }]])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    traceId,
    spanId,
    message: 'execute <unnamed>: select name from users where id = $1',
    statement: { step: 'execute', durationMs: 0.417 },
  })
})

test('in whatever order they come, spans keep their own', () => {
  const lines = [
    ...steps().reverse(),
    ...steps(other),
    logged('duration: 2 ms  statement: <sql>', 'c3'.repeat(8)),
  ]

  const { servers } = joinStatements(lines)

  expect([...servers.values()].map(({ durationMs }) => durationMs)).toEqual([0.417, 0.417, 2])
})

test('a plan stands beside the statement, without values and without time of its own', () => {
  const plan = `Index Scan using users_pkey on users  (cost=0.15..8.17 rows=1 width=48)
  Index Cond: (id = '01900000-0000-7000-8000-000000000001'::uuid)
  Filter: (name = 'it''s Ada'::text)`
  const explained = logged(`duration: 0.011 ms  plan:\nQuery Text: <sql>\n${plan}`)

  const { servers, lines } = joinStatements([...steps(), explained])

  const shown = plan.replace(/'0190.*1'/, '?').replace(/'it.*Ada'/, '?')
  expect(servers.get(spanId)).toEqual({ durationMs: 0.417, plan: shown })
  expect(lines.map(({ message }) => message)).toEqual([
    'execute <unnamed>: select name from users where id = $1',
    `plan: ${shown.replace(/\s+/g, ' ')}`,
  ])
})

test('of a statement that failed what was done is told, and its error stays', () => {
  const [parse] = steps()
  const error = {
    error_severity: 'ERROR',
    statement: `x /*traceparent='00-${traceId}-${spanId}-01'*/`,
  }
  const failed = logged('duplicate key value', spanId, error)

  const { servers, lines } = joinStatements(parse ? [parse, failed] : [])

  expect(servers.get(spanId)).toEqual({ durationMs: 0.124 })
  expect(lines.map(({ level }) => level)).toEqual(['info', 'error'])
})

test('lines without a span, and lines of services, are left as they are', () => {
  const service = readLogRecord(JSON.stringify({ msg: 'duration: 1 ms  parse x', span_id: spanId }))
  const lines = [...steps(''), service]

  expect(joinStatements(lines)).toEqual({ servers: new Map(), lines })
})
