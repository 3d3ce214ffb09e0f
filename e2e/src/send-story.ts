import { newSpanId, newTraceId, sendSpans } from './send-spans.ts'
import type { World } from './world.ts'

/** As the attributes of a message say it. */
export const outbox = { attributes: { 'messaging.system': 'outbox' } }

/** An order, and what it sets off 1.2 s later, in a trace of its own that links to it. */
export async function sendStory(world: World) {
  const [order, points] = [newTraceId(), newTraceId()]
  const [place, publish, process] = [newSpanId(), newSpanId(), newSpanId()]
  const now = Date.now()
  const placed = [
    { traceId: order, spanId: place, name: 'POST /orders', kind: 'server' as const, at: 0, ms: 20 },
    {
      traceId: order,
      spanId: publish,
      parentSpanId: place,
      name: 'publish order.placed',
      kind: 'producer' as const,
      at: 4,
      ms: 2,
    },
  ]
  await sendSpans(world, 'orders', placed, now)
  const links = [{ traceId: order, spanId: publish }]
  const consumer = { name: 'process order.placed', kind: 'consumer' as const, links, ...outbox }
  const handled = [
    { traceId: points, spanId: process, at: 1206, ms: 30, ...consumer },
    { traceId: points, spanId: newSpanId(), parentSpanId: process, name: 'add', at: 1210, ms: 9 },
  ]
  await sendSpans(world, 'points', handled, now)
  return { order, points, process }
}
