import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiError, createHttpApp, createServiceContext } from '@onetrace/service'
import { sharedDatabase } from '@onetrace/service/testing'
import { createLogger } from '@onetrace/telemetry'
import { expect, test } from 'vitest'
import { createOrderStore } from './order-store.ts'
import { orderRoutes, parsePage } from './routes.ts'

const database = sharedDatabase(new URL('../migrations/', import.meta.url))

const userId = '019b5e3c-5f3c-7c7c-8f3c-0123456789ab'

/** The real app and store; the users service is not this service's own and knows one user. */
async function withOrders(
  fn: (url: string) => Promise<void>,
  exists = async (id: string) => id === userId,
): Promise<void> {
  const log = createLogger({ level: 'silent' })
  const users = { exists }
  const routes = orderRoutes({ orders: createOrderStore(database()), users, log })
  const server = createServer(createHttpApp({ routes, ...createServiceContext(log) }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    await fn(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const place = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

interface PageBody {
  orders: { sku: string }[]
  nextCursor?: string
}

async function pageAt(url: string): Promise<PageBody> {
  const response = await fetch(url)
  return (await response.json()) as PageBody
}

test('an order is placed, has an address, and is found there', () =>
  withOrders(async (url) => {
    const placed = await place(url, { userId, sku: 'tea', quantity: 2 })
    const order = await placed.json()
    const found = await fetch(url + placed.headers.get('location'))

    expect(placed.status).toBe(201)
    expect(placed.headers.has('idempotent-replayed')).toBe(false)
    expect(order).toEqual({
      id: expect.any(String),
      userId,
      sku: 'tea',
      quantity: 2,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    expect(await found.json()).toEqual(order)
  }))

test('a repeat does not need users', () => {
  const headers = { 'idempotency-key': 'k1', 'x-caller': 'while users is down' }
  let isDown = false
  return withOrders(
    async (url) => {
      const first = await place(url, { userId, sku: 'tea', quantity: 2 }, headers)
      isDown = true

      const repeat = await place(url, { userId, sku: 'tea', quantity: 2 }, headers)
      const other = await place(url, { userId, sku: 'tea', quantity: 3 }, headers)

      expect([first.status, repeat.status, other.status]).toEqual([201, 201, 409])
      expect(await repeat.json()).toEqual(await first.json())
    },
    async () => {
      if (isDown) throw new ApiError('unavailable', 'users cannot be reached')
      return true
    },
  )
})

test('a repeat is answered with the first order and says so; another body is a conflict', () =>
  withOrders(async (url) => {
    const headers = { 'idempotency-key': 'k1', 'x-caller': 'repeat' }
    const first = await place(url, { userId, sku: 'tea', quantity: 2 }, headers)

    const repeat = await place(url, { quantity: 2, sku: 'tea', userId }, headers)
    const other = await place(url, { userId, sku: 'tea', quantity: 3 }, headers)

    expect(repeat.status).toBe(201)
    expect(repeat.headers.get('idempotent-replayed')).toBe('true')
    expect(await repeat.json()).toEqual(await first.json())
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({ code: 'idempotency_conflict' })
  }))

test('an order for nobody is refused', () =>
  withOrders(async (url) => {
    const nobody = '019b5e3c-5f3c-7c7c-8f3c-ffffffffffff'

    const response = await place(url, { userId: nobody, sku: 'tea', quantity: 2 })

    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'user_not_found',
      detail: `no user ${nobody}`,
    })
  }))

test.each(['/orders/7', '/orders/019b5e3c-5f3c-7c7c-8f3c-ffffffffffff', '/users/7/orders'])(
  '%s is not found',
  (path) =>
    withOrders(async (url) => {
      const response = await fetch(url + path)

      expect(response.status).toBe(404)
    }),
)

test('a page names the next one, the last page does not', () =>
  withOrders(async (url) => {
    const list = `${url}/users/${userId}/orders`
    for (const sku of ['a', 'b', 'c']) await place(url, { userId, sku, quantity: 1 })
    const all = await pageAt(`${list}?limit=100`)

    const half = all.orders.length - 1
    const first = await pageAt(`${list}?limit=${half}`)
    const second = await pageAt(`${list}?limit=${half}&cursor=${first.nextCursor}`)

    expect(first.orders).toHaveLength(half)
    expect([...first.orders, ...second.orders]).toEqual(all.orders)
    expect(second).not.toHaveProperty('nextCursor')
    expect(all.orders.slice(0, 3).map(({ sku }) => sku)).toEqual(['c', 'b', 'a'])
  }))

test.each([
  [{}, { limit: 20, before: undefined }],
  [{ limit: '1' }, { limit: 1, before: undefined }],
  [
    { limit: '100', cursor: userId },
    { limit: 100, before: userId },
  ],
])('the query %o asks for page %o', (query, page) => {
  expect(parsePage(query)).toEqual(page)
})

test.each([
  [{ limit: '0' }],
  [{ limit: '101' }],
  [{ limit: '' }],
  [{ limit: '1.5' }],
  [{ limit: '-1' }],
  [{ limit: ['1', '2'] }],
  [{ cursor: '7' }],
  [{ cursor: '' }],
  [{ cursor: [userId, userId] }],
])('the query %o is refused', (query) => {
  expect(() => parsePage(query)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
})
