import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createCounters } from '../counters.ts'
import { newTraceId, sampleSpan } from '../testing/otlp-samples.ts'
import { withBackend } from '../testing/with-backend.ts'
import { createScraper } from './scraper.ts'

interface Page {
  status: number
  type: string
  text: string
}

const openMetrics = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** A service whose `/metrics` says what the test wants it to say. */
async function withMetrics(
  run: (service: { url: string; page: Page; say: (...series: string[]) => void }) => Promise<void>,
): Promise<void> {
  const page = { status: 200, type: openMetrics, text: '# EOF\n' }
  const server = createServer((_, response) => {
    response.writeHead(page.status, { 'content-type': page.type }).end(page.text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const say = (...series: string[]) => {
    page.text = [...series, '# EOF', ''].join('\n')
  }
  const { port } = server.address() as AddressInfo
  try {
    await run({ url: `http://127.0.0.1:${port}/metrics`, page, say })
  } finally {
    server.close()
  }
}

/** Requests that took up to 10 ms, up to 100 ms, and longer: how many in all. */
function histogram(
  [fast, slow, all]: [number, number, number],
  { endpoint = '/orders', method = 'POST', status = '201', exemplar = '' } = {},
): string {
  const labels = `endpoint="${endpoint}",method="${method}",status="${status}"`
  const bucket = (le: string, count: number, more = '') =>
    `http_request_duration_seconds_bucket{le="${le}",${labels}} ${count}${more}`
  return [bucket('0.01', fast, exemplar), bucket('0.1', slow), bucket('+Inf', all)].join('\n')
}

function scraperOf(...urls: string[]) {
  const counters = createCounters()
  const targets = urls.map((url) => ({ service: 'orders', url }))
  const scraper = createScraper({ targets, intervalMs: 60_000, counters, isHeld: () => false })
  const rates = () => {
    const [service, ...others] = scraper.rates({ from: 0, to: Date.now() + 1 })
    if (!service || others.length > 0) throw new Error('expected one service')
    return service
  }
  return { ...scraper, counters, rates, totals: () => rates().requests }
}

test('what a process served before the first scrape is not counted, what it serves later is', () =>
  withMetrics(async ({ url, say }) => {
    const { scrape, rates } = scraperOf(url)
    say(histogram([50, 50, 50]))
    await scrape()
    expect(rates()).toMatchObject({ requests: 0, errorShare: 0, p50Nanos: null, endpoints: [] })

    say(
      histogram([58, 60, 60]),
      histogram([0, 0, 2], { status: '503' }),
      histogram([4, 4, 4], { endpoint: '/orders/:id', method: 'GET', status: '404' }),
    )
    await scrape()

    const { endpoints, ...service } = rates()
    expect(service).toMatchObject({ name: 'orders', requests: 16, errors: 2, errorShare: 0.125 })
    expect(endpoints).toMatchObject([
      {
        endpoint: '/orders',
        method: 'POST',
        requests: 12,
        errors: 2,
        statuses: { 201: 10, 503: 2 },
        p50Nanos: 7.5e6, // the 6th of 8 within 10 ms
        p95Nanos: 100e6, // beyond the last bound
      },
      { endpoint: '/orders/:id', method: 'GET', requests: 4, errors: 0, statuses: { 404: 4 } },
    ])
    expect(endpoints[0]?.requestsPerSecond).toBe(12 / service.windowSeconds)
  }))

test('a process that started again is counted from nothing', () =>
  withMetrics(async ({ url, say }) => {
    const { scrape, totals } = scraperOf(url)
    say('process_start_time_seconds 100', histogram([10, 10, 10]))
    await scrape()

    say('process_start_time_seconds 100', histogram([13, 13, 13]))
    await scrape()
    say('process_start_time_seconds 200', histogram([20, 20, 20])) // all of these are new
    await scrape()
    expect(totals()).toBe(23)

    say(histogram([4, 4, 4])) // fewer than before, from a process that does not tell when it started
    await scrape()
    expect(totals()).toBe(27)
  }))

test('two processes of one service are counted together', () =>
  withMetrics((one) =>
    withMetrics(async (other) => {
      const { scrape, totals } = scraperOf(one.url, other.url)
      await scrape()

      one.say(histogram([3, 3, 3]))
      other.say(histogram([4, 4, 4]))
      await scrape()

      expect(totals()).toBe(7)
    }),
  ))

test("OpenTelemetry's own histogram is read too", () =>
  withMetrics(async ({ url, say }) => {
    const { scrape, rates } = scraperOf(url)
    await scrape()

    const name = 'http_server_request_duration_seconds_bucket'
    const labels = 'http_request_method="GET",http_route="/a",http_response_status_code="200"'
    say(`${name}{${labels},le="1.0"} 2`, `${name}{${labels},le="+Inf"} 2`)
    await scrape()

    expect(rates().endpoints).toMatchObject([
      { endpoint: '/a', method: 'GET', requests: 2, statuses: { 200: 2 } },
    ])
  }))

test('a scrape that fails is counted and told, and the next one goes on', () =>
  withMetrics(async ({ url, page, say }) => {
    const { scrape, targets, counters, totals } = scraperOf(url)
    await scrape()
    const failing: [Partial<Page>, string][] = [
      [{ status: 500 }, 'expected status 200, got 500'],
      [{ text: '<html>\n# EOF' }, 'line 1: expected a metric name, got "<html>"'],
      [{ text: 'up 1\n' }, 'line 2: expected # EOF at the end, got none'],
      [{ text: 'x'.repeat(11 * 1024 * 1024) }, 'expected at most 10485760 bytes, got more'],
    ]

    for (const [wrong, error] of failing) {
      Object.assign(page, { status: 200, type: openMetrics }, wrong)
      await scrape()
      expect(targets()).toMatchObject([{ up: false, error }])
    }
    say(histogram([2, 2, 2]))
    await scrape()

    expect(targets()).toEqual([
      {
        service: 'orders',
        url,
        scrapes: 6,
        failures: 4,
        up: true,
        lastScrape: expect.stringMatching(/^\d{4}-.*Z$/),
        seriesLeftOut: 0,
      },
    ])
    expect(counters).toMatchObject({ scrapesMade: 6, scrapesFailed: 4 })
    expect(totals()).toBe(2)
  }))

test('a target that nobody listens at says so', async () => {
  const { scrape, targets } = scraperOf('http://127.0.0.1:1/metrics')

  await scrape()

  expect(targets()).toMatchObject([{ up: false, error: expect.stringContaining('ECONNREFUSED') }])
})

test('more series than the bound are left out, and that is told', () =>
  withMetrics(async ({ url, say }) => {
    const { scrape, targets, totals } = scraperOf(url)
    await scrape()

    say(...Array.from({ length: 1100 }, (_, at) => histogram([1, 1, 1], { endpoint: `/${at}` })))
    await scrape()

    expect(targets()).toMatchObject([{ seriesLeftOut: 100 }])
    expect(totals()).toBe(1000)
  }))

test('the rates name traces to open, and say which of them are there', () =>
  withMetrics(({ url, say }) => {
    const [held, unknown] = [newTraceId(), newTraceId()]
    const now = Date.now() / 1000
    const exemplar = (id: string) => ` # {trace_id="${id}",span_id="00f067aa0ba902b7"} 0.004 ${now}`
    say(
      histogram([1, 1, 1], { exemplar: exemplar(held) }),
      histogram([1, 1, 1], { status: '500', exemplar: ' # {trace_id="../../x"} 0.004' }),
      histogram([1, 1, 1], { status: '502', exemplar: exemplar(unknown) }),
    )
    const scrape = { targets: [{ service: 'orders', url }], intervalMs: 50 }
    return withBackend({ scrape }, async ({ get, send }) => {
      await send(sampleSpan({ traceId: held }))
      const rates = async () => (await get('/api/onetrace/rates?lookback=1h')).json
      await expect.poll(rates).toMatchObject({ targets: [{ up: true }] })
      say(
        histogram([2, 2, 2], { exemplar: exemplar(held) }),
        histogram([2, 2, 2], { status: '500', exemplar: ' # {trace_id="../../x"} 0.004' }),
        histogram([2, 2, 2], { status: '502', exemplar: exemplar(unknown) }),
      )

      const counted = { name: 'orders', requests: 3, errors: 2 }
      await expect.poll(rates).toMatchObject({ services: [counted] })
      const { services } = await rates()
      const { exemplars } = services[0].endpoints[0]
      const shown = { spanId: '00f067aa0ba902b7', nanos: 4e6, timeUnixNano: expect.any(String) }
      expect(exemplars).toHaveLength(2)
      expect(exemplars).toContainEqual({ ...shown, traceId: held, status: '201', held: true })
      expect(exemplars).toContainEqual({ ...shown, traceId: unknown, status: '502', held: false })
    })
  }))

test('without targets there is nothing to tell, and a wrong window is 400', () =>
  withBackend({}, async ({ get }) => {
    expect((await get('/api/onetrace/rates')).json).toEqual({
      intervalSeconds: 5,
      targets: [],
      services: [],
    })
    expect((await get('/api/onetrace/rates?lookback=0s')).status).toBe(400)
  }))
