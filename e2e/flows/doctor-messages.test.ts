// Faults of messages on a real fleet: the outbox' rows are spoiled as a wrong publisher or queue would.
import { diagnose, isComplaint, printFinding } from '@onetrace/trace-doctor'
import pg from 'pg'
import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'

const own = useOwnFleet()

/** Orders whose messages wait, since nobody delivers. */
async function placeUndelivered(count: number): Promise<string[]> {
  const { world, restart } = own()
  await restart('orders', { OUTBOX_RELAY: 'off' })
  const traceIds: string[] = []
  for (let i = 0; i < count; i++) {
    const body = { userId: await world.createUser(), sku: 'tea', quantity: 1 }
    const { status, traceId } = await world.call({ path: '/orders', body })
    expect(status).toBe(201)
    traceIds.push(traceId)
  }
  return traceIds
}

async function onOutbox(statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: own().fleet.databaseUrls.orders })
  await client.connect()
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}

async function complaintsOf(traceId: string, asOf?: bigint): Promise<string[]> {
  const { world } = own()
  const trace = await world.trace(traceId)
  const others = await world.storedTraces()
  return diagnose({ trace, others, asOf }).filter(isComplaint).map(printFinding)
}

test('a message whose context was not stored', async () => {
  const { restart } = own()
  const [traceId = ''] = await placeUndelivered(2)
  await onOutbox('update outbox set traceparent = null where traceparent like $1', [`%${traceId}%`])

  await restart('orders')

  expect(await complaintsOf(traceId)).toEqual([
    expect.stringMatching(/^error message-without-context: .*orders sent none along with it/),
  ])
})

test('a message that was stored with the context of the one before', async () => {
  const { restart } = own()
  const [before = '', traceId = ''] = await placeUndelivered(2)
  await onOutbox(
    `update outbox set traceparent = (select traceparent from outbox where traceparent like $1)
     where traceparent like $2`,
    [`%${before}%`, `%${traceId}%`],
  )

  await restart('orders')

  expect(await complaintsOf(traceId)).toEqual([
    expect.stringMatching(/^error message-wrong-parent: .*kept the context of another message/),
  ])
})

test('a message that came again without its context', async () => {
  const { world, restart } = own()
  const [traceId = ''] = await placeUndelivered(1)
  const atOnce = { OUTBOX_RETRY_BASE_MS: '1', OUTBOX_RETRY_MAX_MS: '1' }
  await restart('orders', { ...atOnce, OUTBOX_MAX_ATTEMPTS: '1', USERS_URL: 'http://127.0.0.1:9' })
  await world.quiesce()
  await restart('orders', { OUTBOX_RELAY: 'off' })
  await onOutbox('update outbox set traceparent = null, dead_at = null, due_at = now()')

  await restart('orders')

  const complaints = await complaintsOf(traceId)
  expect(complaints).toEqual([
    expect.stringMatching(/^error redelivery-new-trace: attempt 2 of message/),
  ])
})

test('a message that nobody takes any more is told a day later, and not before', async () => {
  const { world, restart } = own()
  await world.placeOrder() // others were taken
  const [traceId = ''] = await placeUndelivered(1)
  const now = BigInt(Date.now()) * 1_000_000n

  expect(await complaintsOf(traceId, now)).toEqual([])
  expect(await complaintsOf(traceId, now + 86_400_000_000_000n)).toEqual([
    expect.stringMatching(
      /^warning message-not-taken: nobody took message .*look whether orders runs/,
    ),
  ])
  await restart('orders')
})

test('a message that was given up says why', async () => {
  const { restart } = own()
  const [traceId = ''] = await placeUndelivered(1)

  await restart('orders', { OUTBOX_MAX_ATTEMPTS: '1', USERS_URL: 'http://127.0.0.1:9' })

  expect(await complaintsOf(traceId)).toEqual([
    expect.stringMatching(/^warning message-not-taken: orders gave message .* up after attempt 1/),
  ])
  await restart('orders')
})
