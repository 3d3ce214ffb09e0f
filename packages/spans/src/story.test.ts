import { expect, test } from 'vitest'
import type { Span, Trace } from './model.ts'
import { goesOnFrom, tellStory } from './story.ts'
import { buildTree, walk } from './tree.ts'
import { waitOf } from './wait.ts'

const ms = 1_000_000n
const [order, points, more] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)]

function span(traceId: string, spanId: string, from: number, to: number, of: Partial<Span> = {}) {
  const times = { startTime: BigInt(from) * ms, endTime: BigInt(to) * ms }
  const empty = { status: { code: 'unset' as const }, attributes: {}, events: [], links: [] }
  const base = { traceId, spanId, name: spanId, kind: 'internal' as const, service: 'orders' }
  return { ...base, ...times, ...empty, resource: {}, scope: { name: '' }, ...of }
}

const publish = (of: Partial<Span> = {}) =>
  span(order, 'publish', 2, 4, { kind: 'producer', parentSpanId: 'place', ...of })

const linkTo = (traceId: string, spanId: string, attributes = {}) => ({
  kind: 'consumer' as const,
  links: [{ traceId, spanId, attributes }],
})

const published: Trace = { traceId: order, spans: [span(order, 'place', 0, 5), publish()] }
const outbox = { attributes: { 'messaging.system': 'outbox' } }

function drawn(trace: Trace): string[] {
  return [...walk(buildTree(trace))].map(
    ({ node, depth }) => '  '.repeat(depth) + (node.linked ? '~ ' : '') + node.span.name,
  )
}

test('what links to a trace stands below the span that it links to, and so does what links to that', () => {
  const handled = {
    traceId: points,
    spans: [
      span(points, 'process', 20, 30, linkTo(order, 'publish')),
      span(points, 'tell', 21, 22, { parentSpanId: 'process', kind: 'producer' }),
    ],
  }
  const told = { traceId: more, spans: [span(more, 'hear', 40, 41, linkTo(points, 'tell'))] }

  expect(drawn(tellStory(published, [handled, told]))).toEqual([
    'place',
    '  publish',
    '    ~ process',
    '      tell',
    '        ~ hear',
  ])
})

test('a trace that links from further down has no place in the story', () => {
  const root = span(points, 'root', 20, 40)
  const below = { ...linkTo(order, 'publish'), parentSpanId: 'root' }
  const trace = { traceId: points, spans: [root, span(points, 'below', 21, 22, below)] }
  const linked = { traceId: more, spans: [span(more, 'process', 20, 30, linkTo(order, 'publish'))] }

  expect([trace, linked].map((one) => goesOnFrom(one, new Set([order])))).toEqual([false, true])
})

/** What is said of each consumer of a trace. */
function waits(trace: Trace): (string | undefined)[] {
  const above = new Map<unknown, ReturnType<typeof buildTree>[number]>()
  const nodes = [...walk(buildTree(trace))].map(({ node }) => node)
  for (const node of nodes) for (const child of node.children) above.set(child, node)
  return nodes
    .filter(({ span: { kind } }) => kind === 'consumer')
    .map((node) => waitOf(node, above.get(node))?.words)
}

test.each([
  ['as child', { kind: 'consumer' as const, parentSpanId: 'publish' }],
  ['by a link', linkTo(order, 'publish')],
])('%s the wait is the time since the message was published', (_, shape) => {
  const consumer = span(order, 'process', 1204, 1210, { ...shape, ...outbox })

  expect(waits({ ...published, spans: [...published.spans, consumer] })).toEqual([
    'waited 1.2 s in the outbox',
  ])
})

test('a delivery that is tried again has waited since the one before', () => {
  const attempts = [1, 2].map((nth) =>
    span(order, `try ${nth}`, nth * 100, nth * 100 + 10, {
      kind: 'consumer',
      parentSpanId: 'publish',
      name: 'process',
      attributes: { 'messaging.outbox.message.delivery_attempt': nth },
    }),
  )

  expect(waits({ ...published, spans: [...published.spans, ...attempts] })).toEqual([
    'waited 96 ms',
    'waited 90 ms for attempt 2',
  ])
})

test('nothing waited where the message was taken at once, or where nothing was published', () => {
  const early = span(order, 'early', 3, 9, { kind: 'consumer', parentSpanId: 'publish' })
  const called = span(order, 'called', 50, 90, { kind: 'consumer', parentSpanId: 'place' })

  expect(waits({ ...published, spans: [...published.spans, early, called] })).toEqual([
    undefined,
    undefined,
  ])
})
