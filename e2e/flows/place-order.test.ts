import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test('an order placed is one trace through gateway, orders, users and Postgres', async () => {
  const userId = await world.createUser()

  const order = { userId, sku: 'tea', quantity: 2 }
  const { status, body, headers, traceId } = await world.call({ path: '/orders', body: order })

  expect(status).toBe(201)
  expect(body).toMatchObject(order)
  expect(headers.get('location')).toBe(`/orders/${body.id}`)
  expect(headers.get('server-timing')).toBe(`traceparent;desc="${headers.get('traceresponse')}"`)
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/place-order.tree')
})

test('an order that was placed can be read', async () => {
  const userId = await world.createUser()
  const placed = await world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 1 } })

  const { status, body, traceId } = await world.call({ path: `/orders/${placed.body.id}` })

  expect(status).toBe(200)
  expect(body).toEqual(placed.body)
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/read-order.tree')
})
