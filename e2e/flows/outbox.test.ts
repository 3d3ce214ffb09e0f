import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Span } from '@onetrace/span-tree'
import pg from 'pg'
import { expect, test } from 'vitest'
import { startProxy } from '../breaks/spoiling-proxy.ts'
import { useOwnFleet } from '../src/own-fleet.ts'

const own = useOwnFleet()

/** Retries come at once; a test waits for what comes of them, not for time. */
const atOnce = { OUTBOX_RETRY_BASE_MS: '1', OUTBOX_RETRY_MAX_MS: '1' }

async function placeOrder(userId: string): Promise<string> {
  const body = { userId, sku: 'tea', quantity: 2 }
  const { status, traceId } = await own().world.call({ path: '/orders', body })
  expect(status).toBe(201)
  return traceId
}

async function pointsOf(userId: string): Promise<number> {
  const { body } = await own().world.call({ path: `/users/${userId}` })
  return body.points
}

function published({ spans }: { spans: Span[] }): Span {
  const [span, ...others] = spans.filter(({ kind }) => kind === 'producer')
  if (!span || others.length > 0) throw new Error('expected one producer span')
  return span
}

test('as a link, the delivery is a trace of its own', async () => {
  const { world, restart } = own()
  await restart('orders', { OUTBOX_TRACE: 'link' })

  const traceId = await placeOrder(await world.createUser())

  const trace = await world.trace(traceId)
  const linked = await world.linkedTraces(trace)
  expect(trace.spans.filter(({ kind }) => kind === 'consumer')).toEqual([])
  expect(linked).toHaveLength(1)
  expect(await world.story(traceId)).toMatchSpanTreeFile('../trees/place-order-link.tree')
})

test('five messages delivered together are one consumer span with a link to each', async () => {
  const { world, restart } = own()
  await restart('orders', { OUTBOX_RELAY: 'off' })
  const userIds = await Promise.all(Array.from({ length: 5 }, () => world.createUser()))
  const traceIds = await Promise.all(userIds.map(placeOrder))

  await restart('orders', { OUTBOX_BATCH_SIZE: '5' })

  const traces = await Promise.all(traceIds.map((traceId) => world.trace(traceId)))
  const [first] = traces
  if (!first) throw new Error('expected traces')
  const [batch, ...others] = await world.linkedTraces(first)
  expect(others).toEqual([])
  expect(batch).toMatchSpanTreeFile('../trees/process-five.tree')
  const [consumer] = batch?.spans.filter(({ kind }) => kind === 'consumer') ?? []
  const linkedTo = consumer?.links.map(({ traceId, spanId }) => `${traceId} ${spanId}`)
  const publishing = traces.map(published).map(({ traceId, spanId }) => `${traceId} ${spanId}`)
  expect(linkedTo?.toSorted()).toEqual(publishing.toSorted())
  expect(await Promise.all(userIds.map(pointsOf))).toEqual([2, 2, 2, 2, 2])
})

test('with users away for three deliveries the fourth brings the points, all in the order’s trace', async () => {
  const { fleet, world, restart } = own()
  let refusals = 3
  await using proxy = await startProxy(
    `http://127.0.0.1:${fleet.ports.users}`,
    ({ url, headers }) => {
      if (!url?.endsWith('/points') || refusals === 0) return headers
      refusals -= 1
      return undefined
    },
  )
  await restart('orders', { ...atOnce, USERS_URL: proxy.url })
  const userId = await world.createUser()

  const traceId = await placeOrder(userId)

  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/users-down-for-three.tree')
  expect(await pointsOf(userId)).toBe(2)
  await restart('orders')
})

test('a message that nobody can take ends as a dead letter, and is delivered by a replay', async () => {
  const { world, restart } = own()
  await restart('orders', { OUTBOX_RELAY: 'off' })
  const userId = await world.createUser()
  const traceId = await placeOrder(userId)
  await onDatabase('users', (users) => users.query('delete from users where id = $1', [userId]))

  await restart('orders', { ...atOnce, OUTBOX_MAX_ATTEMPTS: '2' })

  const trace = await world.trace(traceId)
  expect(trace).toMatchSpanTreeFile('../trees/dead-letter.tree')
  expect(await scraped('outbox_')).toMatchObject({
    outbox_dead_letters: 1,
    outbox_pending_messages: 0,
  })
  const messageId = String(published(trace).attributes['messaging.message.id'])
  expect(await outbox('dead')).toContain(`${messageId}  order.placed  given up`)

  await onDatabase('users', (users) =>
    users.query(`insert into users (id, name) values ($1, 'back')`, [userId]),
  )
  await outbox('replay', messageId)

  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/replayed.tree')
  expect(await pointsOf(userId)).toBe(2)
  expect(await outbox('dead')).toBe('no message was given up\n')
})

/** What `pnpm outbox` runs. */
async function outbox(...args: string[]): Promise<string> {
  const main = fileURLToPath(new URL('../../services/orders/src/outbox/main.ts', import.meta.url))
  const env = { DATABASE_URL: own().fleet.databaseUrls.orders }
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { env })
  return stdout
}

async function onDatabase(name: 'orders' | 'users', fn: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: own().fleet.databaseUrls[name] })
  await client.connect()
  try {
    await fn(client)
  } finally {
    await client.end()
  }
}

async function scraped(start: string): Promise<Record<string, number>> {
  const response = await fetch(`${own().fleet.urls.management.orders}/metrics`)
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith(start))
  return Object.fromEntries(lines.map((line) => line.split(' ')).map(([k, v]) => [k, Number(v)]))
}
