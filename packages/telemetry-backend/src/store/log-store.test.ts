import { expect, test } from 'vitest'
import { createCounters } from '../counters.ts'
import { type LogLine, LogStore } from './log-store.ts'

function line(text: string, { traceId = '', service = 'orders' } = {}): LogLine {
  const metadata = traceId ? { trace_id: traceId } : {}
  return { text, time: 1n, labels: { service_name: service }, metadata }
}

test('the oldest lines leave, from the index and from the label sets too', () => {
  const counters = createCounters()
  const store = new LogStore(20_000, counters)

  store.add(line('first', { traceId: 'old', service: 'gone' }))
  for (let i = 0; i < 5000; i++) store.add(line(`line ${i}`, { traceId: `trace ${i}` }))

  expect(store.size.bytes).toBeLessThanOrEqual(20_000)
  expect(counters.logLinesEvicted).toBe(5001 - store.size.lines)
  expect([...store.lines()].at(-1)?.text).toBe('line 4999')
  expect([...store.lines()]).toHaveLength(store.size.lines)
  expect([...store.lines('trace 4999')].map(({ text }) => text)).toEqual(['line 4999'])
  expect([...store.lines('old'), ...store.lines('trace 0')]).toEqual([])
  expect(store.labelSets()).toEqual([{ service_name: 'orders' }])
})

test('a text outside of Latin-1 counts for what it takes', () => {
  const counters = createCounters()
  const sizeOf = (text: string) => {
    const store = new LogStore(1e6, counters)
    store.add(line(text))
    return store.size.bytes
  }

  expect(sizeOf('ж'.repeat(1000)) - sizeOf('z'.repeat(1000))).toBe(1000)
})
