import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, traceExport } from '../testing/otlp-samples.ts'
import { ask, withBackend } from '../testing/with-backend.ts'

test('an OTLP file comes back as a v1 trace, and is not stored', () =>
  withBackend({}, async ({ urls, get }) => {
    const traceId = newTraceId()
    const body = JSON.stringify(traceExport(sampleSpan({ traceId, parentSpanId: 'a'.repeat(16) })))

    const { status, json } = await ask(`${urls.query}/api/transform`, { method: 'POST', body })

    expect(status).toBe(200)
    expect(json.data).toMatchObject([
      { traceID: traceId, spans: [{ operationName: 'GET /', warnings: null }] },
    ])
    expect((await get(`/api/traces/${traceId}`)).status).toBe(404)
  }))

test('a file that is no OTLP is refused with the reason', () =>
  withBackend({}, async ({ urls }) => {
    const body = '{"resourceSpans":1}'

    const answer = await ask(`${urls.query}/api/transform`, { method: 'POST', body })

    expect(answer.json.errors).toEqual([
      { code: 400, msg: expect.stringMatching(/^cannot unmarshal OTLP: .*resourceSpans/) },
    ])
  }))

test.each([
  ['GET', '/api/metrics/latencies?service=a', 'metrics querying is currently disabled'],
  ['GET', '/api/metrics/minstep', 'metrics querying is currently disabled'],
  ['POST', '/api/archive/4bf92f3577b34da6a3ce929d0e0e4736', 'archiving: not supported'],
  ['GET', '/api/deep-dependencies?service=a', 'deep dependencies: not supported'],
  ['GET', '/api/quality-metrics?service=a', 'quality metrics: not supported'],
])('%s %s is 501 and says what is missing', (method, path, reason) =>
  withBackend({}, async ({ urls }) => {
    const { status, json } = await ask(urls.query + path, { method })

    expect(status).toBe(501)
    expect(json.errors).toEqual([{ code: 501, msg: expect.stringContaining(reason) }])
  }),
)
