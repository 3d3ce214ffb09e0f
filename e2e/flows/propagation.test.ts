import { newTraceparent, type Span } from '@onetrace/span-tree'
import { expect, test } from 'vitest'
import { onlySpan } from '../src/only-span.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()

/** Who answers a request of an order: users is asked before it, and told of the points after it. */
const servers = ['gateway', 'orders', 'users', 'users']

/** The server spans of an order, and the calls between them. */
const served = {
  gateway: { service: 'gateway', name: 'POST /orders', kind: 'server' },
  orders: { service: 'orders', name: 'POST /orders', kind: 'server' },
  users: { service: 'users', name: 'GET /users/:id', kind: 'server' },
  points: { service: 'users', name: 'POST /users/:id/points', kind: 'server' },
} as const
const calls = [
  { call: { service: 'gateway', name: 'POST', kind: 'client' }, callee: served.orders },
  { call: { service: 'orders', name: 'GET', kind: 'client' }, callee: served.users },
  // By then the context has been a part of a message.
  { call: { service: 'orders', name: 'POST', kind: 'client' }, callee: served.points },
] as const

/** The context headers as this side of a call recorded them. */
function headersOf({ attributes }: Span) {
  return {
    traceparent: attributes['http.request.header.traceparent'],
    tracestate: attributes['http.request.header.tracestate'],
  }
}

async function placeOrder(headers: Record<string, string>) {
  const userId = await world.createUser()
  return world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 2 }, headers })
}

test("the caller's span is the parent of the first one, and each hop hands on what it received", async () => {
  const { traceId, traceparent } = newTraceparent()
  const callerSpanId = traceparent.split('-')[2]
  const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'

  const { status, headers } = await placeOrder({ traceparent, tracestate })

  const trace = await world.trace(traceId)
  const first = onlySpan(trace, served.gateway)
  expect(status).toBe(201)
  expect(trace).toMatchSpanTreeFile('../trees/place-order.tree')
  expect(first.parentSpanId).toBe(callerSpanId)
  expect(headers.get('traceresponse')).toBe(`00-${traceId}-${first.spanId}-01`)
  expect(headersOf(first)).toEqual({ traceparent: [traceparent], tracestate: [tracestate] })
  for (const { call, callee } of calls) {
    const [client, server] = [onlySpan(trace, call), onlySpan(trace, callee)]
    const sent = { traceparent: [`00-${traceId}-${client.spanId}-01`], tracestate: [tracestate] }
    expect(server.parentSpanId).toBe(client.spanId)
    expect([headersOf(client), headersOf(server)]).toEqual([sent, sent])
  }
})

test('a caller who samples nothing is served and logged under its trace_id, and nothing is exported', async () => {
  const { traceId, traceparent } = newTraceparent()

  const { status, headers } = await placeOrder({ traceparent: traceparent.replace(/01$/, '00') })

  expect(status).toBe(201)
  expect(headers.get('traceresponse')).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`))
  const lines = (await world.logs(traceId)).filter(({ message }) => message === 'request served')
  expect(lines.map(({ service }) => service).sort()).toEqual(servers)
  expect(lines.map(({ traceFlags }) => traceFlags)).toEqual([0, 0, 0, 0])
  expect(await world.isStored(traceId)).toBe(false)
})
