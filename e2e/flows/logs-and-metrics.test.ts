import { randomUUID } from 'node:crypto'
import { joinStatements } from '@onetrace/trace-doctor'
import { expect, test } from 'vitest'
import { bucketsOf, type ExemplarBucket } from '../src/exemplars.ts'
import { onlySpan } from '../src/only-span.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test('every log line of a request carries its trace_id and the span_id of a span of its trace', async () => {
  const traceId = await world.placeOrder()

  const lines = await world.logs(traceId)
  const { spans } = await world.trace(traceId)

  const ofServices = lines.filter(({ service }) => service !== 'postgres')
  expect(ofServices.map(({ service, message }) => `${service}: ${message}`).sort()).toEqual([
    'gateway: request served',
    'orders: message delivered',
    'orders: order placed',
    'orders: request served',
    'users: points added',
    'users: request served',
    'users: request served',
    'users: user found',
  ])
  const serviceOfSpan = new Map(spans.map(({ spanId, service }) => [spanId, service]))
  for (const line of ofServices) {
    expect(line.traceId).toBe(traceId)
    expect(serviceOfSpan.get(line.spanId ?? '')).toBe(line.service)
  }
})

test("each statement of a request is in Postgres' own log, with the server's time, tied to the span that sent it", async () => {
  const traceId = await world.placeOrder()

  const { lines, servers } = joinStatements(await world.logs(traceId))
  const { spans } = await world.trace(traceId)

  const statements = lines.filter(({ service }) => service === 'postgres')
  const nameOfSpan = new Map(spans.map(({ spanId, name }) => [spanId, name]))
  const sent = statements.map(({ spanId, message }) => {
    const verb = message.replace(/^(?:statement|execute <unnamed>): /, '').split(' ')[0]
    return `${nameOfSpan.get(spanId ?? '')} ${verb}`
  })
  // Postgres writes whole milliseconds, so their order cannot tell.
  expect(sent.sort()).toEqual([
    'pg.query:BEGIN orders begin',
    'pg.query:BEGIN users begin',
    'pg.query:COMMIT orders commit',
    'pg.query:COMMIT users commit',
    'pg.query:INSERT orders insert',
    'pg.query:INSERT orders insert',
    'pg.query:INSERT users insert',
    'pg.query:SELECT users select',
    'pg.query:UPDATE users update',
  ])
  expect(servers.size).toBe(9)
})

test("a metric's exemplar leads to a stored trace whose duration lies in its bucket", async () => {
  // A bucket keeps its last exemplar only, so this is a request that no other test makes.
  const { status, traceId } = await world.call({ path: `/users/${randomUUID()}` })
  const trace = await world.trace(traceId)

  const text = await (await fetch(`${world.urls.management.gateway}/metrics`)).text()

  expect(status).toBe(404)
  const labels = { endpoint: '/users/:id', method: 'GET', status: '404' }
  const buckets = bucketsOf(text, { name: 'http_request_duration_seconds', labels })
  const [{ exemplar, above, upTo }] = buckets as [ExemplarBucket]
  const span = onlySpan(trace, { service: 'gateway', name: 'GET /users/:id', kind: 'server' })
  expect(buckets).toHaveLength(1)
  expect(exemplar).toMatchObject({ traceId, spanId: span.spanId })
  expect(exemplar.value).toBeCloseTo(Number(span.endTime - span.startTime) / 1e9, 6)
  expect(exemplar.value).toBeGreaterThan(above)
  expect(exemplar.value).toBeLessThanOrEqual(upTo)
})
