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

test('the lines of chosen streams are found without the others, and leave there too', () => {
  const store = new LogStore(20_000, createCounters())
  for (let i = 0; i < 100; i++) {
    for (const service of ['orders', 'users', 'gateway']) store.add(line(`line ${i}`, { service }))
  }

  const ofUsers = [...store.linesOf(({ service_name: name }) => name === 'users')]
  const all = [...store.linesOf(() => true)]

  expect(ofUsers.length).toBeGreaterThan(0)
  expect(new Set(ofUsers.map(({ labels }) => labels.service_name))).toEqual(new Set(['users']))
  expect(ofUsers.map(({ seq }) => seq)).toEqual(ofUsers.map(({ seq }) => seq).sort((a, b) => a - b))
  expect(all.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
    [...store.lines()].map(({ seq }) => seq),
  )
})
