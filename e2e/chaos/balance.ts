import type { Fleet } from '@onetrace/dev'
import pg from 'pg'
import type { Order } from './shop.ts'

/** A user's orders, or what came of them, by quantity. */
interface Entry {
  userId: string
  quantity: number
}

/**
 * Whether every order that was answered 201 is there once, and every order that is there has its
 * points once; what is wrong, in a sentence each.
 */
export async function findImbalance(
  { databaseUrls }: Pick<Fleet, 'databaseUrls'>,
  placed: Order[],
): Promise<string[]> {
  const userIds = [...new Set(placed.map(({ userId }) => userId))]
  const ofUsers = <Row extends pg.QueryResultRow>(url: string, text: string) =>
    rowsOf<Row>(url, text, [userIds])
  const orders = await ofUsers<Entry & { id: string }>(
    databaseUrls.orders,
    'select id, user_id as "userId", quantity from orders where user_id = any ($1)',
  )
  const points = await ofUsers<Entry>(
    databaseUrls.users,
    'select user_id as "userId", points as quantity from points where user_id = any ($1)',
  )
  const sums = await ofUsers<Entry>(
    databaseUrls.users,
    'select id as "userId", points as quantity from users where id = any ($1)',
  )
  return [
    ...missingOrders(placed, orders),
    ...unequal(orders, points),
    ...wrongSums(points, sums),
    ...(await leftBehind(databaseUrls)),
  ]
}

function missingOrders(placed: Order[], orders: (Entry & { id: string })[]): string[] {
  const byId = new Map(orders.map((order) => [order.id, keyOf(order)]))
  return placed.flatMap((order) =>
    order.attempts.flatMap(({ orderId, traceId }) =>
      orderId === undefined || byId.get(orderId) === keyOf(order)
        ? []
        : `order ${orderId} was answered 201 (trace ${traceId}) and is not there`,
    ),
  )
}

function unequal(orders: Entry[], points: Entry[]): string[] {
  const [wanted, got] = [countsOf(orders), countsOf(points)]
  return [...new Set([...wanted.keys(), ...got.keys()])].flatMap((key) => {
    const [placed, counted] = [wanted.get(key) ?? 0, got.get(key) ?? 0]
    return placed === 1 && counted === 1
      ? []
      : `expected one order and its points once for ${key}, got ${placed} and ${counted}`
  })
}

function wrongSums(points: Entry[], sums: Entry[]): string[] {
  return sums.flatMap(({ userId, quantity }) => {
    const own = points.filter((entry) => entry.userId === userId)
    const sum = own.reduce((total, entry) => total + entry.quantity, 0)
    return sum === quantity ? [] : `user ${userId} shows ${quantity} points instead of ${sum}`
  })
}

/** Messages that wait or were given up, and locks that somebody holds though nothing is under way. */
async function leftBehind({ orders, users }: Fleet['databaseUrls']): Promise<string[]> {
  const messages = await rowsOf<{ id: string }>(orders, 'select id from outbox')
  const hanging = `select pid from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`
  const sessions = [...(await rowsOf(orders, hanging)), ...(await rowsOf(users, hanging))]
  return [
    ...messages.map(({ id }) => `message ${id} is still in the outbox`),
    ...sessions.map(({ pid }) => `session ${pid} of the database holds a transaction open`),
  ]
}

function keyOf({ userId, quantity }: Entry): string {
  return `user ${userId}, quantity ${quantity}`
}

function countsOf(entries: Entry[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1)
  return counts
}

async function rowsOf<Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}
