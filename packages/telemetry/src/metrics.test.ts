import { type Span, TraceFlags, trace } from '@opentelemetry/api'
import { hrTimeToMilliseconds } from '@opentelemetry/core'
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace'
import { afterEach, expect, test } from 'vitest'
import { createMetrics, type Metrics } from './metrics.ts'
import { spanCounts } from './span-counts.ts'
import { withSpans } from './test-spans.ts'

afterEach(() => void Object.assign(spanCounts, { exported: 0, failed: 0, dropped: 0 }))

const request = { endpoint: '/orders/:id', method: 'GET', status: 200, seconds: 0.02 }
const labels = 'endpoint="/orders/:id",method="GET",status="200"'

async function linesOf(metrics: Metrics, name: string): Promise<string[]> {
  const lines = (await metrics.text()).split('\n')
  return lines.filter((line) => line.startsWith(name))
}

test('the scrape is OpenMetrics text with its end mark and content type', async () => {
  const metrics = createMetrics()

  const text = await metrics.text()

  expect(metrics.contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  expect(text).toMatch(/\n# EOF\n$/)
  expect(text).toContain('# TYPE http_requests counter\n')
  expect(text).toContain('# TYPE http_request_duration_seconds histogram\n')
})

test('requests are counted by route template, method and status', async () => {
  const metrics = createMetrics()

  metrics.observeRequest(request)
  metrics.observeRequest(request)
  metrics.observeRequest({ ...request, status: 404 })

  expect(await linesOf(metrics, 'http_requests_total')).toEqual([
    `http_requests_total{${labels}} 2`,
    'http_requests_total{endpoint="/orders/:id",method="GET",status="404"} 1',
  ])
})

test('a sampled request leaves an exemplar that names its trace, with the duration of its span', () =>
  withSpans(async ({ named }) => {
    const metrics = createMetrics()
    const startTime = new Date('2026-05-01T10:00:00Z')
    const span = trace.getTracer('test').startSpan('GET /orders/:id', { startTime })
    span.end(startTime.getTime() + 0.5)

    metrics.observeRequest({ ...request, seconds: 9, span })

    const { traceId, spanId } = span.spanContext()
    const seconds = hrTimeToMilliseconds(named('GET /orders/:id').duration) / 1000
    const ids = `# {trace_id="${traceId}",span_id="${spanId}"}`
    const [bucket, ...others] = (
      await linesOf(metrics, 'http_request_duration_seconds_bucket')
    ).filter((line) => line.includes('#'))
    expect(others).toEqual([])
    expect(bucket).toContain(`{le="0.001",${labels}} 1 ${ids} `)
    expect(Number(bucket?.split('} ')[2]?.split(' ')[0])).toBeCloseTo(seconds, 9)
    expect((await linesOf(metrics, 'http_requests_total'))[0]).toContain(`} 1 ${ids} 1 `)
  }))

test('a request whose span is not sampled is observed without an exemplar', () =>
  withSpans(
    async () => {
      const metrics = createMetrics()
      const span = trace.getTracer('test').startSpan('GET /orders/:id')
      span.end()

      metrics.observeRequest({ ...request, span })

      expect(await linesOf(metrics, 'http_requests_total')).toEqual([
        `http_requests_total{${labels}} 1`,
      ])
      expect(await linesOf(metrics, 'http_request_duration_seconds_sum')).toEqual([
        `http_request_duration_seconds_sum{${labels}} 0.02`,
      ])
    },
    { sampler: new AlwaysOffSampler() },
  ))

test('the exemplar of a sampled request survives a later one that is not sampled', async () => {
  const metrics = createMetrics()
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const spanOf = (traceFlags: TraceFlags): Span =>
    trace.wrapSpanContext({ traceId, spanId: 'b7ad6b7169203331', traceFlags })
  metrics.observeRequest({ ...request, span: spanOf(TraceFlags.SAMPLED) })

  metrics.observeRequest({ ...request, span: spanOf(TraceFlags.NONE) })

  const [line] = await linesOf(metrics, 'http_requests_total')
  expect(line).toContain(`} 2 # {trace_id="${traceId}"`)
})

test('a span that has not ended yet lends no duration', () =>
  withSpans(async () => {
    const metrics = createMetrics()
    const span = trace.getTracer('test').startSpan('open')

    metrics.observeRequest({ ...request, span })

    expect(await linesOf(metrics, 'http_request_duration_seconds_sum')).toEqual([
      `http_request_duration_seconds_sum{${labels}} 0.02`,
    ])
  }))

test('pools show their connections by state and who waits, at the time of the scrape', async () => {
  const metrics = createMetrics()
  const pool = { totalCount: 0, idleCount: 0, waitingCount: 0 }
  metrics.watchPool('orders', pool)

  Object.assign(pool, { totalCount: 5, idleCount: 2, waitingCount: 7 })

  expect(await linesOf(metrics, 'db_client_connection_')).toEqual([
    'db_client_connection_count{db_client_connection_pool_name="orders",state="idle"} 2',
    'db_client_connection_count{db_client_connection_pool_name="orders",state="used"} 3',
    'db_client_connection_pending_requests{db_client_connection_pool_name="orders"} 7',
  ])
})

test('what became of the spans is there at every scrape, and counted once', async () => {
  const metrics = createMetrics()
  Object.assign(spanCounts, { exported: 3, failed: 2, dropped: 1 })

  await metrics.text()

  expect(await linesOf(metrics, 'otel_sdk_')).toEqual([
    'otel_sdk_exporter_span_exported_total{error_type=""} 3',
    'otel_sdk_exporter_span_exported_total{error_type="export_failed"} 2',
    'otel_sdk_processor_span_dropped_total 1',
  ])
})
