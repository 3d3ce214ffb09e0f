import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'

const own = useOwnFleet({ replicas: { orders: 2 } })

async function placeOrder(userId: string): Promise<string> {
  const body = { userId, sku: 'tea', quantity: 1 }
  const { status, traceId } = await own().world.call({ path: '/orders', body })
  expect(status).toBe(201)
  return traceId
}

test('of two orders processes each message is delivered by one, whoever it is', async () => {
  const { world } = own()
  const userIds = await Promise.all(Array.from({ length: 4 }, () => world.createUser()))
  const buyers = userIds.flatMap((userId) => Array<string>(5).fill(userId))

  const traceIds = await Promise.all(buyers.map(placeOrder))

  await world.quiesce()
  for (const traceId of traceIds) {
    expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/place-order.tree')
  }
  const users = await Promise.all(userIds.map((id) => world.call({ path: `/users/${id}` })))
  expect(users.map(({ body }) => body.points)).toEqual([5, 5, 5, 5])
})

test('what one orders process has accepted another one delivers, and the trace is the same', async () => {
  const { world, restart } = own()
  await restart('orders', { OUTBOX_RELAY: 'off' }) // the one that the gateway calls

  const traceId = await placeOrder(await world.createUser())

  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/place-order.tree')
})
