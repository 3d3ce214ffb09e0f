import { request } from 'node:http'
import { expect, test } from 'vitest'
import { newTraceId, sampleSpan } from './testing/otlp-samples.ts'
import { ask, withBackend } from './testing/with-backend.ts'

test('what was lost is told by the page and by the metrics', () =>
  withBackend({ limits: { traces: 2 } }, async ({ send, get }) => {
    const first = newTraceId()
    await send(sampleSpan({ traceId: first }))
    await send(sampleSpan({ traceId: newTraceId() }))
    await send(sampleSpan({ traceId: newTraceId() }))
    await send(sampleSpan({ traceId: first, spanId: '2'.repeat(16) }))

    const about = (await get('/api/onetrace/about')).json
    const metrics = await get('/metrics')

    expect(about.counters).toMatchObject({ spansReceived: 4, tracesEvicted: 1, spansLate: 1 })
    expect(about.held).toMatchObject({ traces: 2, spans: 2 })
    expect(metrics.type).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(metrics.text).toContain('# TYPE onetrace_backend_traces_evicted_total counter\n')
    expect(metrics.text).toContain('\nonetrace_backend_traces_evicted_total 1\n')
    expect(metrics.text).toContain('\nonetrace_backend_traces 2\n')
    for (const path of [`/api/traces/${first}`, `/api/v3/traces/${first}`]) {
      expect(await get(path)).toMatchObject({ status: 404, text: expect.stringContaining('left') })
    }
  }))

test('the page is told what to offer, where spans come in and where Loki is', () => {
  const tryIt = { gatewayUrl: 'http://localhost:8080', curl: 'curl localhost:8080' }
  return withBackend({ tryIt, limits: { bytes: 1000 } }, async ({ get, urls }) => {
    const { json } = await get('/api/onetrace/about')

    expect(json).toMatchObject({ tryIt, limits: { bytes: 1000, traces: 20_000 } })
    expect(json).toMatchObject({ otlp: urls.otlp, loki: urls.loki })
  })
})

test('paths beside the APIs are the page, and other methods are refused', () =>
  withBackend({}, async ({ get, urls }) => {
    expect(await get('/trace/abc')).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' })
    expect((await get('/healthz')).json).toEqual({ status: 'ok' })
    expect((await ask(`${urls.query}/api/services`, { method: 'POST' })).status).toBe(405)
    expect((await ask(`${urls.query}/quiesce`)).status).toBe(405)
    expect((await ask(`${urls.query}/`, { method: 'POST' })).status).toBe(404)
    expect(await ask(`${urls.query}/api/services`, { method: 'HEAD' })).toMatchObject({
      status: 200,
      text: '',
    })
  }))

test('what is offered to try, a key included, is told to this machine alone', () =>
  withBackend({}, async ({ urls }) => {
    const url = new URL('/api/onetrace/about', urls.query)
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        request(url, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
          .once('error', reject)
          .end()
      })

    expect(await statusFor(`localhost:${url.port}`)).toBe(200)
    expect(await statusFor('evil.example')).toBe(403)
    expect(await statusFor(`localhost.evil.example:${url.port}`)).toBe(403)
  }))
