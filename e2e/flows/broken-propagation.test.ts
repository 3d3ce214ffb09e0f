// The suite's own proof: each way to break a trace fails its contract, the message names the hop
// that is broken, and the doctor says in one line what broke it.
import { readFileSync } from 'node:fs'
import type { Environment, ServiceName } from '@onetrace/dev'
import { assertSpanTree } from '@onetrace/span-tree'
import { diagnose, isComplaint, printFinding } from '@onetrace/trace-doctor'
import { expect, test } from 'vitest'
import { startStrippingProxy } from '../breaks/stripping-proxy.ts'
import { onlySpan } from '../src/only-span.ts'
import { useOwnFleet } from '../src/own-fleet.ts'

const contract = readFileSync(new URL('../trees/place-order.tree', import.meta.url), 'utf8')

const own = useOwnFleet()

interface Verdict {
  /** What the contract has to say, a line for each finding. */
  findings: string[]
  /** What the doctor has to say. */
  diagnosis: string[]
}

/** An order placed with one service run in another way, judged by the contract and by the doctor. */
async function verdictWith(name: ServiceName, env: Environment): Promise<Verdict> {
  const { fleet, world, userId } = own()
  const placeOrder = () =>
    world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 2 } })
  await placeOrder() // one that is whole, as the doctor finds it in any Jaeger
  await fleet.services.stop(name)
  await fleet.services.start(name, env)
  try {
    const { status, traceId } = await placeOrder()
    expect(status).toBe(201)
    const trace = await world.trace(traceId)
    const others = await world.tracesAround(trace)
    const complaints = diagnose({ trace, others, contract }).filter(isComplaint)
    return {
      findings: findingsOf(() => assertSpanTree(trace, contract)),
      diagnosis: complaints.map(printFinding),
    }
  } finally {
    await fleet.services.stop(name)
    await fleet.services.start(name)
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
  const { findings, diagnosis } = await verdictWith('orders', { OTEL_PROPAGATORS: 'none' })

  expect(findings).toEqual([
    'gateway: POST [client] made no orders: POST /orders [server] below it: the trace context did not reach orders',
  ])
  expect(diagnosis).toEqual([
    expect.stringContaining(
      'Likely: orders dropped it: traceparent arrived and was not extracted.',
    ),
  ])
})

test('traceparent stripped on the way into users', async () => {
  const { fleet } = own()
  await using proxy = await startStrippingProxy(
    `http://127.0.0.1:${fleet.ports.users}`,
    'traceparent',
  )

  const { findings, diagnosis } = await verdictWith('orders', { USERS_URL: proxy.url })

  expect(findings).toEqual([
    'orders: GET [client] made no users: GET /users/:id [server] below it: the trace context did not reach users',
    'orders: POST [client] made no users: POST /users/:id/points [server] below it: the trace context did not reach users',
  ])
  const lost = expect.stringContaining('Likely: it was lost on the way: orders passes contexts on')
  expect(diagnosis).toEqual([lost, lost])
})

test('the pg instrumentation off in users', async () => {
  const { findings, diagnosis } = await verdictWith('users', {
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg',
  })

  expect(findings).toEqual([
    'users: pg.query:SELECT users [client] is missing below users: GET /users/:id [server]',
    ...['BEGIN', 'INSERT', 'UPDATE', 'COMMIT'].map(
      (verb) =>
        `users: pg.query:${verb} users [client] is missing below users: POST /users/:id/points [server]`,
    ),
  ])
  const off = expect.stringContaining(
    'Likely: the pg instrumentation is off in users: it made no database span here',
  )
  expect(diagnosis).toEqual([off, off])
})

test('an extra span in orders', async () => {
  const { findings, diagnosis } = await verdictWith('orders', preload('extra-span.ts'))

  expect(findings).toEqual([
    'orders: double_check is not in the contract, below orders: POST /orders [server]',
    'orders: double_check is not in the contract, below orders: process order.placed [consumer]',
  ])
  expect(diagnosis).toEqual([
    expect.stringMatching(
      /, and 1 more like it .*Likely: code of orders starts it, with the tracer "break"/,
    ),
  ])
})

test('a span of orders moved to another parent', async () => {
  const { findings, diagnosis } = await verdictWith('orders', preload('moved-span.ts'))

  expect(findings).toEqual([
    'orders: pg.query:COMMIT orders [client] moved from orders: place_order to orders: POST /orders [server]',
  ])
  expect(diagnosis).toEqual([
    expect.stringContaining(
      'Likely: orders: POST /orders [server] was the active span when it started: it was called outside of orders: place_order',
    ),
  ])
})

test('a COMMIT before the message was written', async () => {
  const { world, userId } = own()
  const trace = await world.trace(await world.placeOrder({ userId }))
  const of = { service: 'orders', kind: 'client', name: 'pg.query:COMMIT orders' } as const
  const commit = onlySpan(trace, of)
  const { startTime } = onlySpan(trace, { ...of, kind: 'producer', name: 'publish order.placed' })

  const early = trace.spans.map((span) =>
    span === commit ? { ...span, startTime: startTime - 1n, endTime: startTime } : span,
  )

  expect(findingsOf(() => assertSpanTree({ ...trace, spans: early }, contract))).toEqual([
    'orders: pg.query:COMMIT orders [client] is out of order below orders: place_order',
  ])
})
