// Grafana itself comes as an image, so it does not run here. But each query of the dashboard, of
// the links between data sources and of the alert rules goes to the real component, and has to find
// something.
import { until } from '@onetrace/processes'
import { untilScraped } from '@onetrace/stack'
import {
  dashboardQueries,
  linkQueries,
  type Query,
  ruleQueries,
  tagMatchers,
  type Values,
} from '@onetrace/stack/grafana'
import { beforeAll, expect, test } from 'vitest'
import { onlySpan } from '../src/only-span.ts'
import { useOwnFleet } from '../src/own-fleet.ts'
import { countResults, type StackUrls, stackUrls } from '../src/run-query.ts'

const own = useOwnFleet()
const since = Date.now()
/** The end of the last scrape, which has all the traffic. */
let rulesAfter = 0
let urls: StackUrls
let values: Values

beforeAll(async () => {
  const { fleet, world, userId } = own()
  urls = stackUrls(fleet.urls)
  const { prometheus } = urls
  const body = { userId, sku: 'tea', quantity: 2 }
  let traceId = ''
  // There are two rounds, with a scrape between: the first request makes a series, and the second
  // increases it.
  for (const _time of [1, 2]) {
    const placed = await world.call({ path: '/orders', body })
    expect(placed.status).toBe(201)
    traceId = placed.traceId
    await untilScraped(prometheus)
  }
  const trace = await world.trace(traceId)
  const clicked = onlySpan(trace, { service: 'orders', name: 'POST /orders', kind: 'server' })
  const tags = Object.entries(clicked.attributes).map(([key, value]) => [key, String(value)])
  await untilScraped(prometheus, 'stack')
  rulesAfter = Date.now()

  values = {
    service: '.+',
    level: '.+',
    __rate_interval: '1m',
    __auto: '10s',
    '__value.raw': traceId,
    __from: String(since),
    __to: String(Date.now()),
    '__trace.traceId': traceId,
    '__span.spanId': clicked.spanId,
    __tags: tagMatchers(Object.fromEntries(tags)),
  }
})

/** The queries that found nothing, in words for the person who has to correct one. */
async function fruitless(queries: Query[]): Promise<string[]> {
  expect(queries).not.toEqual([])
  const counts = await Promise.all(queries.map((query) => countResults(query, { urls, since })))
  return queries
    .filter((_query, index) => counts[index] === 0)
    .map(({ where, ...query }) => `${where}: nothing for ${JSON.stringify(query)}`)
}

test('every panel, variable and link of the dashboard finds something', async () => {
  expect(await fruitless(dashboardQueries(values))).toEqual([])
})

test('from a span, its log lines and the metrics of its route are found', async () => {
  expect(values.__tags).toBe('endpoint="/orders"')
  expect(await fruitless(linkQueries(values))).toEqual([])
})

test('every signal and every alert has something to look at, and none fires', async () => {
  const rules = await untilComputed()

  expect(await fruitless(ruleQueries())).toEqual([])
  expect(rules.filter(({ health }) => health !== 'ok')).toEqual([])
  expect(rules.filter(({ state }) => state === 'firing')).toEqual([])
})

/** Waits until all rules are computed, since each group has its own moment within 15 seconds. */
function untilComputed(): Promise<LoadedRule[]> {
  const attempt = async () => {
    const answer = await fetch(`${urls.prometheus}/api/v1/rules`)
    const { data } = (await answer.json()) as { data: { groups: { rules: LoadedRule[] }[] } }
    const rules = data.groups.flatMap(({ rules }) => rules)
    const early = rules.find(({ lastEvaluation }) => Date.parse(lastEvaluation) < rulesAfter)
    if (rules.length === 0) throw new Error('Prometheus has no rules')
    if (early) throw new Error(`${early.name} was last computed at ${early.lastEvaluation}`)
    return rules
  }
  return until(attempt, { what: 'each rule to be computed', deadlineMs: 120_000, everyMs: 200 })
}

interface LoadedRule {
  name: string
  health: string
  lastError?: string
  lastEvaluation: string
  state?: string
}

test('a log line carries the label that leads to its trace', async () => {
  const params = new URLSearchParams({ query: '{service_name="orders"}' })
  const answer = await fetch(`${urls.loki}/loki/api/v1/query_range?${params}`)
  const { data } = (await answer.json()) as { data: { result: { stream: Values }[] } }

  expect(data.result.map(({ stream }) => stream.trace_id)).toContain(values['__trace.traceId'])
})
