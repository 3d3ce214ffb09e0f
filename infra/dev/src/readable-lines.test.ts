import { expect, test } from 'vitest'
import { readableLine } from './readable-lines.ts'

test('a log line becomes clock, level, service, message, fields and trace', () => {
  const line = JSON.stringify({
    time: '2026-11-23T12:04:31.229Z',
    level: 'info',
    service: 'orders',
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    span_id: '00f067aa0ba902b7',
    trace_flags: '01',
    orderId: 'o-1',
    count: 2,
    msg: 'order placed',
  })

  expect(readableLine(line)).toBe(
    '12:04:31.229 info  orders   order placed orderId=o-1 count=2 trace 4bf92f3577b34da6a3ce929d0e0e4736',
  )
})

test('an error keeps its stack', () => {
  const err = { message: 'no', stack: 'Error: no\n    at place (orders.ts:1:1)' }
  const line = JSON.stringify({ time: '', level: 'error', service: 'users', msg: 'failed', err })

  expect(readableLine(line)).toContain('at place (orders.ts:1:1)')
})

test.each(['', '> @onetrace/orders@0.1.0 dev', '$ node --watch', ' Tasks:    0 successful'])(
  'what turbo and pnpm say around a task is left out: "%s"',
  (line) => {
    expect(readableLine(line)).toBeUndefined()
  },
)

test.each(['plain words', '{"not": "a log line"}', '{"broken'])('others stay: %s', (line) => {
  expect(readableLine(line)).toBe(line)
})

test('what a caller put into a path or a message moves no cursor and makes no line', () => {
  const msg = 'no order \u001b[31mRED\u0007\ninjected\u009b'
  const line = JSON.stringify({ time: '', level: 'info', service: 'orders', msg, reason: msg })

  expect(readableLine(line)).not.toMatch(/\p{Cc}/u)
  expect(readableLine(line)).toContain('no order \\u001b[31mRED\\u0007\\ninjected\\u009b')
})
