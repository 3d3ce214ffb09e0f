import { expect, test } from 'vitest'
import { createCounters } from '../counters.ts'
import { type LogLine, LogStore } from './log-store.ts'

function line(text: string, { traceId = '', service = 'orders', time = 1n } = {}): LogLine {
  const metadata = traceId ? { trace_id: traceId } : {}
  return { text, time, labels: { service_name: service }, metadata }
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

  const found = (wanted: (service?: string) => boolean) => [
    ...store.find({ wanted: ({ service_name: name }) => wanted(name), start: 0n, end: 2n }),
  ]
  const ofUsers = found((service) => service === 'users')
  const all = found(() => true)

  expect(ofUsers.length).toBeGreaterThan(0)
  expect(new Set(ofUsers.map(({ labels }) => labels.service_name))).toEqual(new Set(['users']))
  expect(ofUsers.map(({ seq }) => seq)).toEqual(ofUsers.map(({ seq }) => seq).sort((a, b) => a - b))
  expect(all.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
    [...store.lines()].map(({ seq }) => seq),
  )
})

test('the lines of a trace are found within a time, and in the streams that are wanted', () => {
  const store = new LogStore(20_000, createCounters())
  for (const service of ['orders', 'users']) {
    for (const time of [1n, 2n, 3n]) store.add(line('a', { service, time, traceId: 't' }))
  }

  const wanted = ({ service_name: name }: LogLine['labels']) => name === 'users'
  const found = [...store.find({ wanted, start: 1n, end: 3n, traceId: 't' })]

  expect(found.map(({ time }) => time)).toEqual([1n, 2n])
  expect(found.every(({ labels }) => labels.service_name === 'users')).toBe(true)
})

test('the same text at the same time is kept once in a stream, until it leaves', () => {
  const counters = createCounters()
  const store = new LogStore(20_000, counters)
  const seen: string[] = []
  store.onLine(({ text }) => seen.push(text))

  for (const text of ['a', 'b', 'a', 'c', 'b']) store.add(line(text))
  store.add(line('a', { traceId: 't' })) // metadata do not make it another line, as in Loki
  store.add(line('a', { time: 2n }))
  store.add(line('a', { service: 'users' }))

  expect(seen).toEqual(['a', 'b', 'c', 'a', 'a'])
  expect(counters.logLinesDuplicate).toBe(3)

  for (let i = 0; i < 100; i++) store.add(line(`line ${i}`))
  store.add(line('a'))

  expect(seen.at(-1)).toBe('a')
  expect(counters.logLinesDuplicate).toBe(3)
})
