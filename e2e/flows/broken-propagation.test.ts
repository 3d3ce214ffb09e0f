// The suite's own proof: each way to break a trace fails its contract, and the message names the
// hop that is broken.
import { readFileSync } from 'node:fs'
import type { Environment, ServiceName } from '@onetrace/dev'
import { assertSpanTree } from '@onetrace/span-tree'
import { expect, test } from 'vitest'
import { startStrippingProxy } from '../breaks/stripping-proxy.ts'
import { useOwnFleet } from '../src/own-fleet.ts'

const contract = readFileSync(new URL('../trees/place-order.tree', import.meta.url), 'utf8')

const own = useOwnFleet()

/** What the contract has to say, a line for each finding, with one service run in another way. */
async function findingsWith(name: ServiceName, env: Environment): Promise<string[]> {
  const { fleet, world, userId } = own()
  await fleet.services?.stop(name)
  await fleet.services?.start(name, env)
  try {
    const { status, traceId } = await world.call({
      path: '/orders',
      body: { userId, sku: 'tea', quantity: 2 },
    })
    expect(status).toBe(201)
    const trace = await world.trace(traceId)
    return findingsOf(() => assertSpanTree(trace, contract))
  } finally {
    await fleet.services?.stop(name)
    await fleet.services?.start(name)
  }
}

/** They stand above the tree, below a heading. */
function findingsOf(assertion: () => void): string[] {
  try {
    assertion()
    return []
  } catch (err) {
    const [summary = ''] = (err as Error).message.split('\n\n')
    return summary
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}

function preload(file: string): Environment {
  return { NODE_OPTIONS: `--import ${new URL(`../breaks/${file}`, import.meta.url).href}` }
}

test('propagators set to none in orders', async () => {
  const findings = await findingsWith('orders', { OTEL_PROPAGATORS: 'none' })

  expect(findings).toEqual([
    'gateway: POST [client] made no orders: POST /orders [server] below it: the trace context did not reach orders',
  ])
})

test('traceparent stripped on the way into users', async () => {
  const { fleet } = own()
  await using proxy = await startStrippingProxy(
    `http://127.0.0.1:${fleet.ports.users}`,
    'traceparent',
  )

  const findings = await findingsWith('orders', { USERS_URL: proxy.url })

  expect(findings).toEqual([
    'orders: GET [client] made no users: GET /users/:id [server] below it: the trace context did not reach users',
  ])
})

test('the pg instrumentation off in users', async () => {
  const findings = await findingsWith('users', { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg' })

  expect(findings).toEqual([
    'users: pg.query:SELECT users [client] is missing below users: GET /users/:id [server]',
  ])
})

test('an extra span in orders', async () => {
  const findings = await findingsWith('orders', preload('extra-span.ts'))

  expect(findings).toEqual([
    'orders: double_check is not in the contract, below orders: POST /orders [server]',
  ])
})

test('a span of orders moved to another parent', async () => {
  const findings = await findingsWith('orders', preload('moved-span.ts'))

  expect(findings).toEqual([
    'orders: pg.query:COMMIT orders [client] moved from orders: place_order to orders: POST /orders [server]',
  ])
})
