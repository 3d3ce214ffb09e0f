// One request has the same trace_id wherever an operator looks for it.
import { foundBinaries, untilScraped } from '@onetrace/stack'
import { beforeAll, expect, test } from 'vitest'
import { logcli } from '../src/logcli.ts'
import { lokiLines } from '../src/loki-lines.ts'
import { useOwnFleet } from '../src/own-fleet.ts'
import { queryExemplars } from '../src/prometheus.ts'
import { stackUrls } from '../src/run-query.ts'

const services = ['gateway', 'orders', 'users']

// This needs a fleet of its own: a bucket keeps its last exemplar only, so no other test may place
// orders.
const own = useOwnFleet()
const { logcli: program } = await foundBinaries(['logcli'])
if (!program) console.log('skipped: logcli finds the lines of an order: logcli is not here')
let traceId = ''

beforeAll(async () => {
  const { world, userId } = own()
  const body = { userId, sku: 'tea', quantity: 2 }
  const { status, traceId: made } = await world.call({ path: '/orders', body })
  expect(status).toBe(201)
  expect(made).toMatch(/^[0-9a-f]{32}$/)
  await world.quiesce()
  traceId = made
})

function distinct(values: (string | undefined)[]): (string | undefined)[] {
  return [...new Set(values)].sort()
}

test("one trace_id leads through Jaeger's spans, Loki's lines and Prometheus' exemplars", async () => {
  const { prometheus, loki } = stackUrls(own().fleet.urls)

  const { spans } = await own().world.trace(traceId)
  const lines = await lokiLines(loki, `{service_name=~".+"} | trace_id="${traceId}"`)
  await untilScraped(prometheus)
  const exemplars = await queryExemplars(prometheus, 'http_request_duration_seconds_bucket')

  const ofTrace = exemplars.filter(({ labels }) => labels.trace_id === traceId)
  expect({
    jaeger: distinct(spans.map(({ service }) => service)),
    loki: distinct(lines.map(({ labels }) => labels.service_name)),
    prometheus: distinct(ofTrace.map(({ seriesLabels }) => seriesLabels.service_name)),
  }).toEqual({
    jaeger: services,
    loki: ['gateway', 'orders', 'postgres', 'users'],
    prometheus: services,
  })
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const spanIds = [...lines, ...ofTrace].map(({ labels }) => labels.span_id ?? 'none')
  expect(spanIds.filter((id) => !ids.has(id))).toEqual([])
})

test('lines are found by level, from the label and from the JSON', async () => {
  const { loki } = own().fleet.urls

  const query = `{job="onetrace"} | json | level="info" | trace_id="${traceId}"`
  const lines = await lokiLines(loki, query)

  const services = distinct(lines.map(({ labels }) => labels.service_name))
  expect(services).toEqual(['gateway', 'orders', 'postgres', 'users'])
})

test.skipIf(!program)('logcli finds the lines of an order', async () => {
  const { loki } = own().fleet.urls
  const query = `{service_name=~".+"} | trace_id="${traceId}"`

  const printed = await logcli({ program: program ?? '', lokiUrl: loki, query })

  const lines = await lokiLines(loki, query)
  expect(lines.length).toBeGreaterThan(0)
  expect(printed.map(({ line }) => line).sort()).toEqual(lines.map(({ line }) => line).sort())
})

test('labels have few values: ids are in none of them', async () => {
  const { loki } = own().fleet.urls

  const answer = await fetch(`${loki}/loki/api/v1/labels`)

  expect(await answer.json()).toMatchObject({ data: ['job', 'level', 'service_name'] })
})

test('Prometheus scrapes all three services, and the stack itself', async () => {
  const { page } = own().fleet.urls
  const { prometheus } = stackUrls(own().fleet.urls)
  await untilScraped(prometheus)
  await untilScraped(prometheus, 'stack')

  const answer = await fetch(`${prometheus}/api/v1/query?query=up`)

  const { data } = (await answer.json()) as { data: { result: UpSample[] } }
  const up = data.result.map(({ metric, value }) => [metric.job, metric.service_name, value[1]])
  const logs = page ? ['telemetry-backend'] : ['loki', 'promtail']
  expect(up.sort()).toEqual(
    [
      ...services.map((name) => ['onetrace', name, '1']),
      ...['jaeger', ...logs, 'prometheus'].map((name) => ['stack', name, '1']),
    ].sort(),
  )
})

interface UpSample {
  metric: Record<string, string>
  value: [number, string]
}
