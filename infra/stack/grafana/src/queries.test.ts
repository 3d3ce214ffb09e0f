import { expect, test } from 'vitest'
import { alertOperands } from './alert-operands.ts'
import { dashboardQueries, linkQueries, type Query, ruleQueries, tagMatchers } from './queries.ts'

const values = {
  service: '.+',
  level: 'error',
  __rate_interval: '1m',
  __auto: '10s',
  '__value.raw': 'a1',
  __from: '0',
  __to: '1',
  '__trace.traceId': 'a1',
  '__span.spanId': 'b2',
  __tags: 'endpoint="/orders"',
}

function named(queries: Query[], where: string): Query[] {
  return queries.filter((query) => query.where.startsWith(where))
}

test('each panel of the dashboard asks something', () => {
  const panels = new Set(
    dashboardQueries(values).map(({ where }) => /panel "([^"]*)"/.exec(where)?.[1]),
  )

  expect([...panels]).toEqual([
    'Answers its scrape',
    'Alerts that fire',
    'Requests',
    'Error share',
    'Latency, with exemplars',
    'Newest traces',
    'Who calls whom',
    'Log lines by level',
    'Log lines',
    'Database connections',
    'Spans that were lost',
    'Outbox',
    'Oldest message',
    'Deliveries',
    undefined, // the variables
  ])
})

test('queries are as they are sent', () => {
  const queries = dashboardQueries(values)

  expect(named(queries, 'dashboard, panel "Log lines", ')).toEqual([
    {
      where: 'dashboard, panel "Log lines", query 1',
      source: 'loki',
      expr: '{service_name=~".+", level=~"error"}',
    },
  ])
  expect(named(queries, 'dashboard, panel "Newest traces"')).toEqual([
    {
      where: 'dashboard, panel "Newest traces", query 1',
      source: 'jaeger',
      path: '/api/traces?service=gateway&limit=50',
    },
    {
      where: 'dashboard, panel "Newest traces", link "Open in Explore"',
      source: 'jaeger',
      path: '/api/traces/a1',
    },
  ])
  expect(named(queries, 'dashboard, variable')).toEqual([
    { where: 'dashboard, variable service', source: 'loki-label', label: 'service_name' },
  ])
})

test('exemplars are asked for once, with the latency', () => {
  const queries = dashboardQueries(values).filter(
    (query) => query.source === 'prometheus' && query.exemplars,
  )

  expect(queries.map(({ where }) => where)).toEqual([
    'dashboard, panel "Latency, with exemplars", query 3',
  ])
})

test('a span leads to its own lines and to the metrics of its route', () => {
  const [lines, rate] = linkQueries(values)

  expect(lines).toMatchObject({
    source: 'loki',
    expr: '{service_name=~".+"} | trace_id="a1" | span_id="b2"',
  })
  expect(rate).toMatchObject({
    source: 'prometheus',
    expr: 'sum by (service_name, status) (rate(http_requests_total{endpoint="/orders"}[5m]))',
  })
  expect(tagMatchers({ 'http.route': '/orders', 'url.path': '/orders' })).toBe('endpoint="/orders"')
})

test('the limit of an alert is taken off, and what it compares is left', () => {
  expect(alertOperands('a:b:rate5m > 0.05 and c{x="y"} >= 5\n or absent(up{z=""})')).toEqual([
    'a:b:rate5m',
    'c{x="y"}',
    'up{z=""}',
  ])
  expect(() => alertOperands('rate(x[5m]) > 1')).toThrow(
    'expected a comparison with a number, or absent(...), got rate(x[5m]) > 1',
  )
})

test('each rule is asked for', () => {
  const rules = new Set(ruleQueries().map(({ where }) => where))

  expect([...rules]).toEqual([
    'rule service:http_requests:increase5m',
    'rule service:http_errors:increase5m',
    'rule service:http_error_share:ratio5m',
    'rule service:http_request_duration_seconds:p95_5m',
    'rule service:spans_lost:increase5m',
    'rule service:outbox_oldest_message_age_seconds:max',
    'rule service:outbox_dead_letters:max',
    'rule HighErrorShare',
    'rule SlowRequests',
    'rule ServiceNotScraped',
    'rule PoolExhausted',
    'rule SpansLost',
    'rule OutboxStuck',
    'rule OutboxDeadLetters',
  ])
})
