import { expect, test } from 'vitest'
import { bucketsOf } from '../src/exemplars.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test('every log line of a request carries its trace_id and the span_id of a span of its trace', async () => {
  const traceId = await world.placeOrder()

  const lines = await world.logs(traceId)
  const { spans } = await world.trace(traceId)

  const ofServices = lines.filter(({ service }) => service !== 'postgres')
  expect(ofServices.map(({ service, message }) => `${service}: ${message}`).sort()).toEqual([
    'gateway: request served',
    'orders: order placed',
    'orders: request served',
    'users: request served',
    'users: user found',
  ])
  const serviceOfSpan = new Map(spans.map(({ spanId, service }) => [spanId, service]))
  for (const line of ofServices) {
    expect(line.traceId).toBe(traceId)
    expect(serviceOfSpan.get(line.spanId ?? '')).toBe(line.service)
  }
})

test("each statement of a request is a line of Postgres' own log, tied to the span that sent it", async () => {
  const traceId = await world.placeOrder()

  const lines = await world.logs(traceId)
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
    'pg.query:COMMIT orders commit',
    'pg.query:INSERT orders insert',
    'pg.query:SELECT users select',
  ])
})

test("a metric's exemplar leads to a stored trace whose duration lies in its bucket", async () => {
  await world.placeOrder()

  const text = await (await fetch(`${world.urls.management.gateway}/metrics`)).text()

  const labels = { endpoint: '/orders', method: 'POST', status: '201' }
  const buckets = bucketsOf(text, { name: 'http_request_duration_seconds', labels })
  expect(buckets).not.toEqual([])
  for (const { exemplar, above, upTo } of buckets) {
    const trace = await world.trace(exemplar.traceId)
    const span = trace.spans.find(({ spanId }) => spanId === exemplar.spanId)
    const seconds = Number((span?.endTime ?? 0n) - (span?.startTime ?? 0n)) / 1e9
    expect(span?.name).toBe('POST /orders')
    expect(exemplar.value).toBeCloseTo(seconds, 6)
    expect(exemplar.value).toBeGreaterThan(above)
    expect(exemplar.value).toBeLessThanOrEqual(upTo)
  }
})
