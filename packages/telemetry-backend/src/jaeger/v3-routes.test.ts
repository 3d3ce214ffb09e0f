import { readOtlpJson } from '@onetrace/spans/otlp'
import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, text, traceExport } from '../testing/otlp-samples.ts'
import { withBackend } from '../testing/with-backend.ts'

const hour = 3_600_000

function around(): string {
  const [from, to] = [Date.now() - hour, Date.now() + hour].map((ms) => new Date(ms).toISOString())
  return `query.start_time_min=${from}&query.start_time_max=${to}`
}

test('a trace comes back as the OTLP that was sent', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    const span = sampleSpan({
      traceId,
      parentSpanId: 'a'.repeat(16),
      traceState: 'vendor=1',
      flags: 257,
      attributes: [
        text('s', ''),
        { key: 'b', value: { boolValue: false } },
        { key: 'big', value: { intValue: '9007199254740993' } },
        { key: 'd', value: { doubleValue: 1.5 } },
        { key: 'nan', value: { doubleValue: 'NaN' } },
        { key: 'none', value: {} },
        { key: 'raw', value: { bytesValue: 'AQI=' } },
        { key: 'map', value: { kvlistValue: { values: [text('k', 'v')] } } },
        { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }] } } },
      ],
      events: [{ name: 'e', timeUnixNano: '1700000000123456789', attributes: [text('k', 'v')] }],
      links: [{ traceId: 'b'.repeat(32), spanId: 'c'.repeat(16), attributes: [text('k', 'v')] }],
      status: { code: 2, message: 'boom' },
    })
    await send(span)

    const { status, type, json } = await get(`/api/v3/traces/${traceId}`)

    expect({ status, type }).toEqual({ status: 200, type: 'text/plain; charset=utf-8' })
    expect(readOtlpJson(json.result)).toEqual(readOtlpJson(traceExport(span)))
    const [given] = json.result.resourceSpans[0].scopeSpans[0].spans
    expect(given).toMatchObject({
      kind: 2,
      status: { code: 2 },
      flags: 257,
      traceState: 'vendor=1',
    })
  }))

test('a search takes both spellings of its parameters', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    await send(sampleSpan({ traceId, ms: 30 }))
    const snake = `query.service_name=gateway&query.duration_min=20ms&query.num_traces=5&${around()}`
    const camel = snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

    for (const query of [snake, camel]) {
      const { json } = await get(`/api/v3/traces?${query}`)
      expect(readOtlpJson(json.result).map((span) => span.traceId)).toEqual([traceId])
    }
    const tooLong = snake.replace('20ms', '1m')
    expect((await get(`/api/v3/traces?${tooLong}`)).status).toBe(404)
    expect(
      (await get(`/api/v3/traces?${tooLong.replace('duration_min', 'durationMin')}`)).status,
    ).toBe(404)
  }))

test.each([
  ['/api/v3/traces/4bf92f3577b34da6a3ce929d0e0e4736', 404, 'No traces found'],
  ['/api/v3/traces/xyz', 400, 'TraceID must be'],
  ['/api/v3/traces/123?raw_traces=perhaps', 400, 'raw_traces'],
  ['/api/v3/traces/123?start_time=noon', 400, 'malformed parameter start_time'],
  [
    '/api/v3/traces?query.service_name=a',
    400,
    'start_time_min and query.start_time_max are required',
  ],
  [`/api/v3/traces?query.service_name=a&${around()}`, 404, 'No traces found'],
  [`/api/v3/traces?query.num_traces=x&${around()}`, 400, 'query.num_traces'],
  [`/api/v3/traces?query.attributes=[]&${around()}`, 400, 'query.attributes'],
  ['/api/v3/trace-summaries?query.start_time_min=noon', 400, 'malformed parameter'],
  ['/api/v3/trace-summaries?query.durationMin=5', 400, 'malformed parameter'],
])('%s is %d with the envelope of v3', (path, httpCode, reason) =>
  withBackend({}, async ({ get }) => {
    const { status, json } = await get(path)

    expect(status).toBe(httpCode)
    expect(json).toEqual({ error: { httpCode, message: expect.stringContaining(reason) } })
  }),
)

test('summaries tell what a list of traces shows, for one service or for all', () =>
  withBackend({}, async ({ send, get }) => {
    const [traceId, other] = [newTraceId(), newTraceId()]
    const root = sampleSpan({
      traceId,
      ms: 30,
      attributes: [{ key: 'http.response.status_code', value: { intValue: '201' } }],
    })
    await send(
      sampleSpan({
        traceId,
        service: 'orders',
        spanId: '2'.repeat(16),
        parentSpanId: root.spanId,
        status: { code: 2 },
      }),
      sampleSpan({ traceId, spanId: '3'.repeat(16), parentSpanId: '4'.repeat(16), at: -1 }),
      root,
      sampleSpan({ traceId: other, service: 'users', at: -1000 }),
    )

    const { json } = await get('/api/v3/trace-summaries')
    const ofUsers = await get('/api/v3/trace-summaries?query.serviceName=users')
    const checkout = await get('/api/v3/trace-summaries?query.span_name=GET%20/nope')
    const failed = await get('/api/v3/trace-summaries?query.attributes={"error":"true"}')

    expect(json.summaries.map((summary: { traceId: string }) => summary.traceId)).toEqual([
      traceId,
      other,
    ])
    expect(json.summaries[0]).toEqual({
      traceId,
      rootServiceName: 'gateway',
      rootOperationName: 'GET /',
      minStartTimeUnixNano: expect.stringMatching(/^\d{19}$/),
      maxEndTimeUnixNano: root.endTimeUnixNano,
      spanCount: 3,
      errorSpanCount: 1,
      orphanSpanCount: 1,
      services: [
        { name: 'gateway', spanCount: 2, errorSpanCount: 0, selfTimeNanos: 30e6 },
        { name: 'orders', spanCount: 1, errorSpanCount: 1, selfTimeNanos: 10e6 },
      ],
      httpStatus: 201,
    })
    expect(checkout.json.summaries).toEqual([])
    expect(ofUsers.json.summaries).toMatchObject([{ traceId: other }])
    expect(failed.json.summaries).toMatchObject([{ traceId }])
  }))

test('services and operations are listed', () =>
  withBackend({}, async ({ send, get }) => {
    await send(sampleSpan({ traceId: newTraceId() }))

    expect((await get('/api/v3/services')).json).toEqual({ services: ['gateway'] })
    expect((await get('/api/v3/operations?service=gateway&span_kind=server')).json).toEqual({
      operations: [{ name: 'GET /', spanKind: 'server' }],
    })
    expect((await get('/api/v3/operations?service=gateway&spanKind=client')).json).toEqual({
      operations: [],
    })
    expect((await get('/api/v3/operations')).json).toEqual({ operations: [] })
  }))
