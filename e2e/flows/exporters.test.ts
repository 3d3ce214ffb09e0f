import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Environment } from '@onetrace/dev'
import { waitForTrace } from '@onetrace/span-tree'
import type { Trace } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'
import type { Answer } from '../src/world.ts'

const services = ['gateway', 'orders', 'users'] as const

/** Who served a request of an order: users is asked before it, and told of the points after it. */
const servers = ['gateway', 'orders', 'users', 'users']

const contract = readFileSync(new URL('../trees/place-order.tree', import.meta.url), 'utf8')

/** Every span of an order placed, as `place-order.tree` has them: two are called POST /orders. */
const spanNames = [
  'GET',
  'GET /users/:id',
  'POST',
  'POST',
  'POST /orders',
  'POST /orders',
  'POST /users/:id/points',
  'auth_check',
  'pg.query:BEGIN orders',
  'pg.query:BEGIN users',
  'pg.query:COMMIT orders',
  'pg.query:COMMIT users',
  'pg.query:INSERT orders',
  'pg.query:INSERT orders',
  'pg.query:INSERT users',
  'pg.query:SELECT users',
  'pg.query:UPDATE users',
  'place_order',
  'process order.placed',
  'publish order.placed',
]

const own = useOwnFleet()

async function placeOrderWith(env: Environment): Promise<Answer> {
  const { fleet, world, userId } = own()
  await Promise.all(services.map((name) => fleet.services.stop(name)))
  fleet.lines.length = 0
  await Promise.all(services.map((name) => fleet.services.start(name, env)))
  const answer = await world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 1 } })
  await world.quiesce()
  expect(answer.status).toBe(201)
  return answer
}

test('OTEL_SDK_DISABLED=true: the fleet works, and nothing is traced', async () => {
  const storedBefore = await own().world.storedTraceIds()

  const { headers } = await placeOrderWith({ OTEL_SDK_DISABLED: 'true' })

  expect(headers.get('traceresponse')).toBeNull()
  const served = own().fleet.lines.filter((line) => line.includes('request served'))
  expect(served.map((line) => JSON.parse(line).service).sort()).toEqual(servers)
  expect(served.join()).not.toContain('trace_id')
  expect(storedBefore).not.toEqual([])
  expect(await own().world.storedTraceIds()).toEqual(storedBefore)
})

test('OTEL_TRACES_EXPORTER=none: one trace_id in all services, nothing exported', async () => {
  const { traceId } = await placeOrderWith({ OTEL_TRACES_EXPORTER: 'none' })

  const lines = await own().world.logs(traceId)

  const served = lines.filter(({ message }) => message === 'request served')
  expect(served.map(({ service }) => service).sort()).toEqual(servers)
  expect(await own().world.isStored(traceId)).toBe(false)
})

test('OTEL_TRACES_EXPORTER=console: every span is printed', async () => {
  const { traceId } = await placeOrderWith({ OTEL_TRACES_EXPORTER: 'console' })

  // A span is printed with two spaces before its own fields, and more before those of its parts.
  const [, ...spans] = own().fleet.lines.join('\n').split('\n  traceId: ')
  const names = spans
    .filter((text) => text.startsWith(`'${traceId}'`))
    .map((text) => /\n {2}name: '(.+)'/.exec(text)?.[1])
  expect(names.sort()).toEqual(spanNames)
  expect(await own().world.isStored(traceId)).toBe(false)
})

test('OTEL_TRACES_EXPORTER=jaeger: the same tree arrives over UDP', async () => {
  const { traceId } = await placeOrderWith({ OTEL_TRACES_EXPORTER: 'jaeger' })

  // A datagram may still be on its way when its sender has flushed.
  expect(await arrived(traceId)).toMatchSpanTree(contract)
})

test('OTEL_TRACES_EXPORTER=jaeger with an endpoint: the same tree arrives over HTTP', async () => {
  const { ports } = own().fleet

  const { traceId } = await placeOrderWith({
    OTEL_TRACES_EXPORTER: 'jaeger',
    OTEL_EXPORTER_JAEGER_ENDPOINT: `http://127.0.0.1:${ports.thriftHttp}/api/traces`,
  })

  expect(await arrived(traceId)).toMatchSpanTree(contract)
})

/** A batch of 21 spans, one of which is larger than a packet can be. */
const largeSpan = `
  import { activeTraceId, shutdownTelemetry, spanCounts, withSpan } from '@onetrace/telemetry'
  const traceId = await withSpan('batch', async () => {
    for (let i = 0; i < 20; i++) {
      const attributes = { note: i === 10 ? 'x'.repeat(70_000) : 'short' }
      await withSpan('step', { attributes }, () => {})
    }
    return activeTraceId()
  })
  await shutdownTelemetry()
  console.log(JSON.stringify({ traceId, ...spanCounts }))`

async function sendLargeSpan(env: Environment) {
  const flags = ['--import', '@onetrace/telemetry/register', '--input-type=module', '--eval']
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, largeSpan], {
    cwd: fileURLToPath(new URL('../../services/orders', import.meta.url)),
    env: {
      OTEL_SERVICE_NAME: 'batch',
      OTEL_TRACES_EXPORTER: 'jaeger',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '100000',
      ...env,
    },
  })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return { logged: lines.slice(0, -1), sent: lines.at(-1) }
}

test('OTEL_TRACES_EXPORTER=jaeger: a span that fits into no packet is lost alone, counted and logged', async () => {
  const { logged, sent } = await sendLargeSpan({
    OTEL_EXPORTER_JAEGER_AGENT_HOST: '127.0.0.1',
    OTEL_EXPORTER_JAEGER_AGENT_PORT: String(own().fleet.ports.thriftBinary),
  })

  expect(sent).toMatchObject({ exported: 20, failed: 1, dropped: 0 })
  expect(logged).toMatchObject([{ level: 'warn', msg: 'spans lost', spans: 1 }])
  const rest = 'batch: batch\n  batch: step {note=short} x19'
  expect(await arrived(sent.traceId, rest)).toMatchSpanTree(rest)
})

test('OTEL_TRACES_EXPORTER=jaeger with an endpoint: such a span arrives too', async () => {
  const { logged, sent } = await sendLargeSpan({
    OTEL_EXPORTER_JAEGER_ENDPOINT: `http://127.0.0.1:${own().fleet.ports.thriftHttp}/api/traces`,
  })

  expect(sent).toMatchObject({ exported: 21, failed: 0, dropped: 0 })
  expect(logged).toEqual([])
  const whole = 'batch: batch\n  batch: step {note=short} x19\n  batch: step {note~/^x{70000}$/}'
  expect(await arrived(sent.traceId, whole)).toMatchSpanTree(whole)
})

function arrived(traceId: string, until = contract): Promise<Trace> {
  return waitForTrace(traceId, { url: own().fleet.urls.query, until })
}
