import { expect, test } from 'vitest'
import { decodeStreams, linesBySpan } from './lines.ts'

const stream = { service_name: 'orders', level: 'info', span_id: 'aa' }

test('lines of all streams come in the order of time', () => {
  const lines = decodeStreams([
    { stream, values: [['3', 'third']] },
    {
      stream,
      values: [
        ['1', 'first'],
        ['2', 'second'],
      ],
    },
  ])

  expect(lines.map((line) => line.message)).toEqual(['first', 'second', 'third'])
})

test('a pino line is taken apart into message and fields', () => {
  const text = JSON.stringify({
    level: 'warn',
    time: '2026-11-23T12:04:31.229Z',
    pid: 1,
    hostname: 'h',
    service: 'users',
    trace_id: 't',
    span_id: 's',
    userId: 7,
    err: { type: 'TypeError', message: 'no user', stack: 'TypeError: no user\n  at x' },
    msg: 'user read',
  })

  expect(decodeStreams([{ stream, values: [['1', text]] }])).toEqual([
    {
      time: 1n,
      level: 'warn',
      service: 'users',
      traceId: 't',
      spanId: 's',
      message: 'user read',
      fields: [
        ['userId', '7'],
        ['err', 'TypeError: no user'],
      ],
    },
  ])
})

test('a line that is no JSON is its own message; the labels say the rest', () => {
  const [line] = decodeStreams([{ stream, values: [['1', '{not json']] }])

  expect(line).toMatchObject({
    message: '{not json',
    service: 'orders',
    level: 'info',
    spanId: 'aa',
  })
})

test("pino's numeric levels are words", () => {
  const [line] = decodeStreams([{ stream: {}, values: [['1', '{"level":50,"msg":"x"}']] }])

  expect(line?.level).toBe('error')
})

test('a line without a span belongs to no span', () => {
  const lines = decodeStreams([
    { stream: {}, values: [['1', 'x']] },
    { stream, values: [['2', 'y']] },
  ])

  expect([...linesBySpan(lines).keys()]).toEqual(['aa'])
})

test("a line of Postgres' own log says its statement, without the comment that ties it to a span", () => {
  const text = JSON.stringify({
    timestamp: '2026-11-23 12:04:31.229 UTC',
    pid: 7,
    error_severity: 'LOG',
    message: "statement: begin /*traceparent='00-1-2-01'*/",
    query_id: 0,
  })

  const [line] = decodeStreams([{ stream: { service_name: 'postgres' }, values: [['1', text]] }])

  expect(line).toMatchObject({ service: 'postgres', level: 'info', message: 'statement: begin' })
  expect(line?.fields).toEqual([])
})
