import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { withPostgres } from '@onetrace/postgres'
import pg from 'pg'
import { expect, test } from 'vitest'
import { findImbalance } from './balance.ts'
import type { Order } from './shop.ts'

interface Books {
  userId: string
  /** In the database of orders; gives its id. */
  order: (quantity: number) => Promise<string>
  points: (quantity: number) => Promise<void>
  message: () => Promise<void>
  imbalance: (...placed: Order[]) => Promise<string[]>
}

/** Both databases as the services make them, with a user who has nothing yet. */
function withBooks(fn: (books: Books) => Promise<void>): Promise<void> {
  return withPostgres(async (server) => {
    const urlOf = (name: string) => server.ensureDatabase({ database: name, role: name })
    const databaseUrls = { orders: await urlOf('orders'), users: await urlOf('users') }
    const clients = [databaseUrls.orders, databaseUrls.users].map(
      (connectionString) => new pg.Client({ connectionString }),
    )
    const [orders, users] = clients as [pg.Client, pg.Client]
    for (const client of clients) await client.connect()
    await orders.query(migrationsOf('orders'))
    await users.query(migrationsOf('users'))
    const inserted = await users.query(`insert into users (name) values ('Ada') returning id`)
    const userId: string = inserted.rows[0].id
    try {
      await fn({
        userId,
        async order(quantity) {
          const { rows } = await orders.query(
            `insert into orders (user_id, sku, quantity, caller, request_hash)
             values ($1, 'tea', $2, 'test', '') returning id`,
            [userId, quantity],
          )
          return rows[0].id
        },
        async points(quantity) {
          const values = [userId, quantity]
          await users.query('insert into points values (gen_random_uuid(), $1, $2)', values)
          await users.query('update users set points = points + $2 where id = $1', values)
        },
        message: async () =>
          void (await orders.query(
            `insert into outbox (key, topic, payload) values ('a', 'order.placed', '{}')`,
          )),
        imbalance: (...placed) => findImbalance({ databaseUrls }, placed),
      })
    } finally {
      for (const client of clients) await client.end()
    }
  })
}

function migrationsOf(service: string): string {
  const folder = new URL(`../../services/${service}/migrations/`, import.meta.url)
  const names = readdirSync(folder).sort()
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')
}

function placed(userId: string, quantity: number, orderId?: string): Order {
  const attempt = { status: orderId ? 201 : 503, traceId: 't1', orderId, replayed: false }
  return { userId, quantity, key: undefined, attempts: [attempt] }
}

test('an order that was accepted, and one that was refused and is there all the same, balance', () =>
  withBooks(async ({ userId, order, points, imbalance }) => {
    const id = await order(1)
    await order(2)
    await points(1)
    await points(2)

    expect(await imbalance(placed(userId, 1, id), placed(userId, 2), placed(userId, 3))).toEqual([])
  }))

test('what was accepted and is not there, counted twice or not at all, or waits, is told', () =>
  withBooks(async ({ userId, order, points, message, imbalance }) => {
    const lost = randomUUID()
    await order(2)
    await points(2)
    await points(2)
    await order(3)
    await message()

    const key = `expected one order and its points once for user ${userId}`
    expect(await imbalance(placed(userId, 1, lost))).toEqual([
      `order ${lost} was answered 201 (trace t1) and is not there`,
      `${key}, quantity 2, got 1 and 2`,
      `${key}, quantity 3, got 1 and 0`,
      expect.stringMatching(/^message \S+ is still in the outbox$/),
    ])
  }))
