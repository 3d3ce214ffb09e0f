import { expect, test } from 'vitest'
import { createCounters } from '../counters.ts'
import { LinkIndex } from './link-index.ts'
import { linking } from './test-linking.ts'
import { TraceStore } from './trace-store.ts'

const [published, handled, later] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)]

test('a trace is found by those that link to it, whichever of them came first', () => {
  const store = new TraceStore({ bytes: 1e6, traces: 10, evictedIds: 10 }, createCounters())
  store.add([linking(handled, published), linking(later, published), linking(published)])

  const ids = [...store.linkingTo(published)].map(({ traceId }) => traceId)

  expect(ids).toEqual([handled, later])
  expect([...store.linkingTo(handled)]).toEqual([])
})

test('with a trace that has to go its links are forgotten', () => {
  const store = new TraceStore({ bytes: 1e6, traces: 2, evictedIds: 10 }, createCounters())
  store.add([linking(handled, published)])

  store.add([linking(later, published), linking(published)])

  expect([...store.linkingTo(published)].map(({ traceId }) => traceId)).toEqual([later])
})

test('nothing is kept of links whose spans are gone, however many led to one trace', () => {
  const index = new LinkIndex()
  const spans = [linking(handled, published), linking(handled, published), linking(later, handled)]
  for (const span of spans) index.add(span)

  index.remove({ traceId: handled, spans: spans.slice(0, 2) })
  index.remove({ traceId: later, spans: spans.slice(2) })

  expect(index.size).toBe(0)
})
