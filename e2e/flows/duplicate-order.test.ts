import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test('the same key and body get the first answer again', async () => {
  const userId = await world.createUser()
  const headers = { 'idempotency-key': randomUUID() }
  const body = { userId, sku: 'tea', quantity: 2 }
  const first = await world.call({ path: '/orders', body, headers })

  const again = await world.call({ path: '/orders', body, headers })

  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body).toEqual(first.body)
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await world.trace(again.traceId)).toMatchSpanTreeFile('../trees/duplicate-order.tree')
})

test('the same key with another body is a conflict', async () => {
  const userId = await world.createUser()
  const headers = { 'idempotency-key': randomUUID() }
  await world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 2 }, headers })

  const other = { userId, sku: 'tea', quantity: 3 }
  const { status, body, traceId } = await world.call({ path: '/orders', body: other, headers })

  expect(status).toBe(409)
  expect(body).toMatchObject({ code: 'idempotency_conflict', trace_id: traceId })
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/conflicting-order.tree')
})
