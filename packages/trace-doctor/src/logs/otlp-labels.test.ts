import { expect, test } from 'vitest'
import { readLogRecord } from './log-record.ts'

const labels = {
  service_name: 'shop',
  host_name: 'h1',
  process_pid: '7',
  scope_name: 'orders',
  severity_number: '9',
  detected_level: 'info',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  span_id: '00f067aa0ba902b7',
  sku: 'tea',
}

test('of a log record of OTLP its own attributes are shown, not those of its sender', () => {
  expect(readLogRecord('placed', { labels })).toMatchObject({
    service: 'shop',
    level: 'info',
    spanId: labels.span_id,
    message: 'placed',
    fields: { sku: 'tea' },
  })
  expect(Object.keys(readLogRecord('placed', { labels }).fields)).toEqual(['sku'])
})

test('an event by the logs API is shown by its name, with a text or without', () => {
  const event = { ...labels, event_name: 'order.placed' }

  expect(readLogRecord('', { labels: event }).message).toBe('order.placed')
  expect(readLogRecord('in time', { labels: event }).message).toBe('order.placed in time')
})

test('a body that is a map is shown with its fields', () => {
  expect(readLogRecord('{"said":"no"}', { labels })).toMatchObject({
    message: '',
    fields: { said: 'no', sku: 'tea' },
  })
})

test('labels of a line that came another way are no fields', () => {
  expect(readLogRecord('placed', { labels: { service_name: 'shop', app: 'x' } }).fields).toEqual({})
})
