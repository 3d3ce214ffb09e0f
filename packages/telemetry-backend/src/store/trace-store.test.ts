import type { Span } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { createCounters } from '../counters.ts'
import { TraceStore } from './trace-store.ts'

const roomy = { bytes: 1e9, traces: 1e6, evictedIds: 100 }

function storeWith(limits: Partial<typeof roomy>) {
  const counters = createCounters()
  return { counters, store: new TraceStore({ ...roomy, ...limits }, counters) }
}

function span(traceId: string, spanId: string, more: Partial<Span> = {}): Span {
  return {
    traceId,
    spanId,
    name: 'work',
    kind: 'internal',
    service: 'orders',
    startTime: 1n,
    endTime: 2n,
    status: { code: 'unset' },
    attributes: {},
    events: [],
    links: [],
    resource: {},
    scope: { name: '' },
    ...more,
  }
}

test('the trace with the oldest activity leaves first, whole', () => {
  const { store, counters } = storeWith({ traces: 2 })

  store.add([span('a', '1'), span('b', '1'), span('b', '2')])
  store.add([span('a', '2')]) // now b is the one that was quiet for longest
  store.add([span('c', '1')])

  expect([...store.all()].map(({ traceId }) => traceId)).toEqual(['c', 'a'])
  expect(store.get('b')).toBeUndefined()
  expect(counters).toMatchObject({ tracesEvicted: 1, spansEvicted: 2 })
  expect(store.size).toMatchObject({ traces: 2, spans: 3 })
})

test('spans of a trace that has left are counted and do not bring half of it back', () => {
  const { store, counters } = storeWith({ traces: 1 })

  store.add([span('a', '1')])
  store.add([span('b', '1')])
  store.add([span('a', '2')])

  expect(store.get('a')).toBeUndefined()
  expect(store.hasEvicted('a')).toBe(true)
  expect(counters.spansLate).toBe(1)
})

test('estimated bytes are bounded, and given back when traces leave', () => {
  const { store } = storeWith({ bytes: 100_000 })
  const large = { attributes: { text: 'x'.repeat(1000) } }

  for (let i = 0; i < 1000; i++) store.add([span(`trace ${i}`, '1', large)])

  expect(store.size.bytes).toBeLessThanOrEqual(100_000)
  expect(store.size.traces).toBeGreaterThan(10)
  expect(store.get('trace 999')).toBeDefined()
})

test('a trace that is larger than the whole bound leaves too', () => {
  const { store, counters } = storeWith({ bytes: 10_000 })

  store.add(Array.from({ length: 100 }, (_, i) => span('a', String(i))))

  expect(store.size).toEqual({ traces: 0, spans: 0, bytes: 0 })
  expect(counters.spansEvicted).toBe(100)
})

test('a span that is sent again is kept once', () => {
  const { store, counters } = storeWith({})

  store.add([span('a', '1'), span('a', '1')])
  store.add([span('a', '1')])

  expect(store.get('a')?.spans).toHaveLength(1)
  expect(counters).toMatchObject({ spansReceived: 3, spansDuplicate: 2 })
})

test('two different spans under one id are both kept, each once', () => {
  const { store } = storeWith({})
  const [one, other] = [span('a', '1', { name: 'one' }), span('a', '1', { name: 'other' })]

  store.add([one, other, one, other])

  expect(store.get('a')?.spans.map(({ name }) => name)).toEqual(['one', 'other'])
})

test('listeners hear of traces that changed, and of nothing else', () => {
  const { store } = storeWith({})
  const heard: string[] = []
  const stop = store.onChange((traceId) => heard.push(traceId))

  store.add([span('a', '1'), span('a', '2'), span('b', '1')])
  store.add([span('a', '1')]) // known already
  stop()
  store.add([span('c', '1')])

  expect(heard).toEqual(['a', 'b'])
})
