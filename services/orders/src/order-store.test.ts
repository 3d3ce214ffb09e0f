import { randomUUID } from 'node:crypto'
import { sharedDatabase } from '@onetrace/service/testing'
import { expect, test } from 'vitest'
import { createOrderStore, type Order, type Placement } from './order-store.ts'

const database = sharedDatabase(new URL('../migrations/', import.meta.url))

/** A placement whose user and caller no other test has. */
function placement(more: Partial<Placement> = {}): Placement {
  const draft = { userId: randomUUID(), sku: 'tea', quantity: 2 }
  return { draft, caller: randomUUID(), idempotencyKey: undefined, ...more }
}

const ordersOf = ({ draft }: Placement, store = createOrderStore(database())) =>
  store.list({ userId: draft.userId, limit: 100, before: undefined })

function orderOf(placed: object): Order {
  if ('order' in placed) return placed.order as Order
  throw new Error(`expected an order, got ${JSON.stringify(placed)}`)
}

test('the same key and body replay the order that was placed', async () => {
  const store = createOrderStore(database())
  const asked = placement({ idempotencyKey: 'k1' })

  const first = await store.place(asked)
  const second = await store.place(asked)

  expect([first.outcome, second.outcome]).toEqual(['created', 'replayed'])
  expect(orderOf(second)).toEqual(orderOf(first))
  expect(await ordersOf(asked)).toEqual([orderOf(first)])
})

test('the same key with another body is a conflict and places nothing', async () => {
  const store = createOrderStore(database())
  const asked = placement({ idempotencyKey: 'k1' })
  await store.place(asked)

  const placed = await store.place({ ...asked, draft: { ...asked.draft, quantity: 3 } })

  expect(placed).toEqual({ outcome: 'conflict' })
  expect(await ordersOf(asked)).toHaveLength(1)
})

test('one caller’s key means nothing to another', async () => {
  const store = createOrderStore(database())
  const asked = placement({ idempotencyKey: 'k1' })
  await store.place(asked)

  const placed = await store.place({ ...asked, caller: randomUUID() })

  expect(placed.outcome).toBe('created')
})

test('without a key each request places an order', async () => {
  const store = createOrderStore(database())
  const asked = placement()

  const outcomes = [await store.place(asked), await store.place(asked)]

  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'created'])
  expect(await ordersOf(asked)).toHaveLength(2)
})

test('of many with one key that arrive together one places the order, all get it', async () => {
  const store = createOrderStore(database())
  const asked = placement({ idempotencyKey: 'k1' })

  const placed = await Promise.all(Array.from({ length: 8 }, () => store.place(asked)))

  const outcomes = placed.map(({ outcome }) => outcome).toSorted()
  expect(outcomes).toEqual(['created', ...Array(7).fill('replayed')])
  const [order, ...others] = await ordersOf(asked)
  expect(others).toEqual([])
  expect(placed.map(orderOf)).toEqual(Array(8).fill(order))
})

test('pages are complete and without duplicates, newest first, while new orders come in', async () => {
  const store = createOrderStore(database())
  const asked = placement()
  for (let n = 0; n < 7; n += 1) await store.place(asked)
  const there = await ordersOf(asked)

  const seen: Order[] = []
  for (let before: string | undefined; seen.length < 7; before = seen.at(-1)?.id) {
    seen.push(...(await store.list({ userId: asked.draft.userId, limit: 3, before })))
    await store.place(asked)
  }

  expect(seen).toEqual(there)
  const times = seen.map(({ createdAt }) => createdAt.getTime())
  expect(times).toEqual(times.toSorted((a, b) => b - a))
})

test('an order is found by its id alone', async () => {
  const store = createOrderStore(database())
  const order = orderOf(await store.place(placement()))

  expect(await store.find(order.id)).toEqual(order)
  expect(await store.find(randomUUID())).toBeUndefined()
  expect(await store.find(`' or true --`)).toBeUndefined()
})
