import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type Assembled, type AssembleOptions, assemble } from '../assemble.ts'
import { newTraceId, sampleSpan, sampleTime } from '../testing/otlp-samples.ts'
import { readEvents } from '../testing/read-events.ts'
import { ask, post, type Reply, type TestBackend, withBackend } from '../testing/with-backend.ts'
import { createRemoteFeed } from './remote-feed.ts'

interface View extends Assembled {
  get: (path: string) => Promise<Reply>
}

async function withView(
  remote: NonNullable<AssembleOptions['remote']>,
  run: (view: View) => Promise<void>,
): Promise<void> {
  const view = await assemble({ ports: 0, remote })
  try {
    await run({ ...view, get: (path) => ask(view.urls.query + path) })
  } finally {
    await view.close()
  }
}

/** A page over another backend, which stands for a real Jaeger and Loki. */
function withBoth(run: (backend: TestBackend, view: View) => Promise<void>): Promise<void> {
  return withBackend({}, (backend) =>
    withView({ jaeger: backend.urls.query, loki: backend.urls.loki }, (view) => run(backend, view)),
  )
}

async function push({ urls }: TestBackend, line: string): Promise<void> {
  const values = [[`${Date.now()}000000`, line]]
  const streams = [{ stream: { service_name: 'orders' }, values }]
  expect((await post(`${urls.loki}/loki/api/v1/push`, { streams })).status).toBe(204)
}

test("Jaeger's own API comes through byte by byte, misses and refusals too", () =>
  withBoth(async (backend, view) => {
    const traceId = newTraceId()
    await backend.send(sampleSpan({ traceId }))
    const paths = [
      '/api/services',
      '/api/traces?service=gateway',
      `/api/traces/${traceId}?prettyPrint=true`,
      `/api/v3/traces/${traceId}`,
      `/api/traces/${newTraceId()}`,
      '/api/traces/xyz',
      '/api/nothing',
    ]

    for (const path of paths) expect(await view.get(path)).toEqual(await backend.get(path))

    expect((await view.get(`/api/traces/${traceId}`)).json.data).toHaveLength(1)
  }))

test('what the page asks beyond it is made of the traces there', () =>
  withBoth(async (backend, view) => {
    const [traceId, linking] = [newTraceId(), newTraceId()]
    const link = { traceId, spanId: '00f067aa0ba902b7' }
    await backend.send(
      sampleSpan({ traceId }),
      sampleSpan({ traceId, spanId: '2'.repeat(16), service: 'orders', ms: 4 }),
      sampleSpan({ traceId: linking, service: 'jobs', links: [link] }),
    )
    const paths = [
      '/api/v3/trace-summaries',
      '/api/v3/trace-summaries?query.service_name=orders',
      '/api/onetrace/services?lookback=1h',
      `/api/onetrace/links/${traceId}`,
      `/api/onetrace/doctor/${traceId}`,
    ]

    const [all, ofOrders, services, links, doctor] = await Promise.all(paths.map(view.get))

    const ids = (reply?: Reply) =>
      reply?.json.summaries.map((summary: { traceId: string }) => summary.traceId)
    expect(ids(all).sort()).toEqual([traceId, linking].sort())
    expect(ids(ofOrders)).toEqual([traceId])
    expect(services?.json.services).toMatchObject([
      { name: 'gateway', requests: 1 },
      { name: 'jobs' },
      { name: 'orders' },
    ])
    expect(links?.json.links).toMatchObject([{ traceId: linking, service: 'jobs' }])
    expect(doctor?.json.checks).toBeGreaterThan(5)
  }))

test("Loki's queries come through, and tail over WebSocket", () =>
  withBoth(async (backend, view) => {
    await push(backend, 'one')
    const query = new URLSearchParams({ query: '{service_name="orders"}' })

    const found = await view.get(`/loki/api/v1/query_range?${query}`)
    const url = `${view.urls.query.replace('http', 'ws')}/loki/api/v1/tail?${query}`
    const client = new WebSocket(url)
    const heard: string[] = []
    client.on('message', (data) => heard.push(String(data)))
    await expect.poll(() => heard.join()).toContain('one')
    await push(backend, 'two')
    await expect.poll(() => heard.join()).toContain('two')
    const refused = new WebSocket(url.replace('orders', 'orders" |'))
    const refusal = await new Promise<Error>((failed) => refused.on('error', failed))

    expect(found.json.data.result[0].values).toMatchObject([[expect.any(String), 'one']])
    expect(refusal.message).toContain('400')
    client.terminate()
  }))

/** A feed looks at the last half minute, and the samples are of one moment. */
function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: sampleTime })
  onTestFinished(() => void vi.useRealTimers())
}

test('a trace that is new there is told once, and again when it has grown', () =>
  withBackend({}, async (backend) => {
    stopTheClock()
    const feed = createRemoteFeed({
      jaeger: backend.urls.query,
      everyMs: 3_600_000,
      onFailure: () => expect.unreachable(),
    })
    const heard: string[] = []
    const [old, fresh] = [newTraceId(), newTraceId()]
    await backend.send(sampleSpan({ traceId: old }))
    const stop = feed.onChange((traceId) => heard.push(traceId))
    await feed.poll() // traces that are there already are not told

    await backend.send(sampleSpan({ traceId: fresh }))
    await feed.poll()
    await feed.poll()
    await backend.send(sampleSpan({ traceId: fresh, spanId: '2'.repeat(16) }))
    await feed.poll()
    stop()

    expect(heard).toEqual([fresh, fresh])
    expect(feed.get(fresh)?.spans).toHaveLength(2)
    feed.close()
  }))

test('the live list of the page hears of it', () =>
  withBoth(async (backend, view) => {
    stopTheClock()
    const { events } = await readEvents(view.urls.query)

    // Traces from before the first poll are not told, and nobody can see from outside when that
    // was.
    const told = async () => {
      await backend.send(sampleSpan({ traceId: newTraceId() }))
      return events()[0]
    }

    await expect.poll(told).toMatchObject({ rootServiceName: 'gateway', spanCount: 1 })
  }))

test('nothing is taken in where nothing is kept, and the page is told what it looks at', () =>
  withBoth(async (backend, view) => {
    const { json } = await view.get('/api/onetrace/about')

    expect(Object.keys(view.urls)).toEqual(['query'])
    expect(json.remote).toEqual({ jaeger: backend.urls.query, loki: backend.urls.loki })
    expect((await view.get('/healthz')).status).toBe(200)
    expect((await view.get('/services')).type).toContain('text/html')
  }))

test('one of both may be elsewhere: spans there, lines here', () =>
  withBackend({}, (backend) =>
    withView({ jaeger: backend.urls.query }, async (view) => {
      const streams = [{ stream: { app: 'x' }, values: [[`${Date.now()}000000`, 'here']] }]

      const { status } = await post(`${view.urls.loki}/loki/api/v1/push`, { streams })

      expect(status).toBe(204)
      expect(Object.keys(view.urls).sort()).toEqual(['loki', 'query'])
      expect((await view.get('/loki/api/v1/labels')).json.data).toContain('app')
    }),
  ))

test('what does not answer is 502 and named, with the variable that names it', () =>
  withView({ jaeger: 'http://127.0.0.1:1', loki: 'http://127.0.0.1:1' }, async ({ get, urls }) => {
    const jaeger = await get('/api/services')
    const summaries = await get('/api/v3/trace-summaries')
    const services = await get('/api/onetrace/services')
    const loki = await get('/loki/api/v1/labels')
    const tail = new WebSocket(`${urls.query.replace('http', 'ws')}/loki/api/v1/tail?query={a="b"}`)
    const refusal = await new Promise<Error>((failed) => tail.on('error', failed))

    const all = [jaeger, summaries, services, loki]
    expect(all.map(({ status }) => status)).toEqual([502, 502, 502, 502])
    for (const { text } of all) expect(text).toContain('http://127.0.0.1:1')
    for (const { text } of [jaeger, summaries, services]) expect(text).toContain('JAEGER_URL')
    expect(loki.text).toContain('LOKI_URL')
    expect(refusal.message).toContain('502')
  }))
