import { expect, test } from 'vitest'
import { httpStatusOf } from './http-status.ts'
import { selfTimeOf } from './self-time.ts'
import { summarize } from './summary.ts'
import { makeSpan, makeTrace, type SpanDraft } from './testing.ts'
import { buildTree } from './tree.ts'

test('a trace is named after the root that began it, even where an orphan is earlier', () => {
  const trace = makeTrace([
    { id: 1, name: 'lost', parent: 99, start: 0 },
    { id: 2, name: 'begin', service: 'gateway', start: 1, duration: 5 },
    { id: 3, name: 'fail', parent: 2, start: 2, failed: true },
  ])

  expect(summarize(trace)).toMatchObject({
    service: 'gateway',
    name: 'begin',
    start: trace.spans[0]?.startTime,
    end: trace.spans[1]?.endTime,
    spans: 3,
    errors: 1,
    services: ['orders', 'gateway'],
  })
})

test('where no span began it, a trace is named after its earliest root', () => {
  const drafts = [
    { id: 1, name: 'later', parent: 98, start: 1 },
    { id: 2, name: 'earlier', parent: 99, start: 0 },
  ]

  expect(summarize(makeTrace(drafts)).name).toBe('earlier')
})

test('a span that arrived twice is counted once, different spans of one id are two', () => {
  const drafts = [{ id: 1 }, { id: 1 }, { id: 1, name: 'other' }]

  expect(summarize(makeTrace(drafts)).spans).toBe(2)
})

const selfTime = (...drafts: SpanDraft[]) => {
  const [root] = buildTree(makeTrace(drafts))
  return root && Number(selfTimeOf(root)) / 1e6
}

test('self time leaves out children once, even where they overlap or outlive the parent', () => {
  const own = selfTime(
    { id: 1, duration: 10 },
    { id: 2, parent: 1, start: 1, duration: 3 },
    { id: 3, parent: 1, start: 3, duration: 2 },
    { id: 4, parent: 1, start: 9, duration: 11 },
  )

  expect(own).toBe(5)
})

test('nobody waits for a span that only links to another', () => {
  expect(selfTime({ id: 1, duration: 10 }, { id: 2, links: [1], start: 2, duration: 3 })).toBe(10)
})

test('the self time of a span that ends before it starts is none', () => {
  expect(selfTime({ id: 1, duration: -5 }, { id: 2, parent: 1, start: 1 })).toBe(0)
})

test.each([
  [{ 'http.response.status_code': 201 }, 201],
  [{ 'http.status_code': 404 }, 404],
  [{ 'http.response.status_code': '201' }, 201],
  [{ 'http.response.status_code': 'created' }, undefined],
  [{}, undefined],
])('the HTTP status of %o is %o', (attributes, status) => {
  expect(httpStatusOf(makeSpan({ id: 1, attributes }))).toBe(status)
})
