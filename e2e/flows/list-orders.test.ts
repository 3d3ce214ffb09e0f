import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test("a user's orders are listed, newest first, in pages that together hold each once", async () => {
  const userId = await world.createUser()
  const placed: string[] = []
  for (const sku of ['tea', 'cup', 'pot']) {
    const { body } = await world.call({ path: '/orders', body: { userId, sku, quantity: 1 } })
    placed.unshift(body.id)
  }

  const first = await world.call({ path: `/users/${userId}/orders?limit=2` })
  const cursor = first.body.nextCursor
  const second = await world.call({ path: `/users/${userId}/orders?limit=2&cursor=${cursor}` })

  const listed = [...first.body.orders, ...second.body.orders].map(({ id }) => id)
  expect(listed).toEqual(placed)
  expect(second.body.nextCursor).toBeUndefined()
  expect(await world.trace(first.traceId)).toMatchSpanTreeFile('../trees/list-orders.tree')
})
