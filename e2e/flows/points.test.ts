import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test('an order brings its user a point for each piece, and each of its orders counts', async () => {
  const userId = await world.createUser()

  await world.placeOrder({ userId, quantity: 2 })
  await world.placeOrder({ userId, quantity: 3 })

  const { body } = await world.call({ path: `/users/${userId}` })
  expect(body).toEqual({ id: userId, name: 'Ada', points: 5 })
})

test('points cannot be asked for from outside', async () => {
  const userId = await world.createUser()
  const message = { messageId: userId, points: 1000 }

  const { status } = await world.call({ path: `/users/${userId}/points`, body: message })

  expect(status).toBe(404)
})
