import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test('an order for an unknown user ends at the user, and nothing is written', async () => {
  const order = { userId: randomUUID(), sku: 'tea', quantity: 2 }

  const { status, body, traceId } = await world.call({ path: '/orders', body: order })

  expect(status).toBe(422)
  expect(body).toMatchObject({
    code: 'user_not_found',
    detail: `no user ${order.userId}`,
    trace_id: traceId,
  })
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/unknown-user.tree')
})

test('a bad body is refused before anything is asked of users', async () => {
  const { status, body, traceId } = await world.call({ path: '/orders', body: '{"userId": ' })

  expect(status).toBe(400)
  expect(body).toMatchObject({ code: 'invalid_request', trace_id: traceId })
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/bad-body.tree')
})

test('without an API key the request ends at the door', async () => {
  const { status, body, traceId } = await world.call({ path: '/orders', body: {}, key: null })

  expect(status).toBe(401)
  expect(body).toMatchObject({ code: 'unauthorized', trace_id: traceId })
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/no-api-key.tree')
})
