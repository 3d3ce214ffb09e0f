import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, sampleTime, text } from '../testing/otlp-samples.ts'
import { post, withBackend } from '../testing/with-backend.ts'

test('a trace is given in the shape that Jaeger gives it', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    const root = sampleSpan({ traceId, spanId: 'aaaaaaaaaaaaaaaa', ms: 20 })
    const call = sampleSpan({
      traceId,
      service: 'orders',
      spanId: 'bbbbbbbbbbbbbbbb',
      parentSpanId: root.spanId,
      name: 'POST /orders',
      kind: 2,
      attributes: [
        text('z', 'last'),
        { key: 'b', value: { boolValue: true } },
        { key: 'i', value: { intValue: '7' } },
        { key: 'big', value: { intValue: '1152921504606846977' } },
        { key: 'd', value: { doubleValue: 0.5 } },
        {
          key: 'list',
          value: { arrayValue: { values: [{ stringValue: 'x' }, { intValue: '1' }] } },
        },
        { key: 'raw', value: { bytesValue: 'AQI=' } },
      ],
      status: { code: 2, message: 'boom' },
      events: [
        { name: 'exception', timeUnixNano: root.startTimeUnixNano, attributes: [text('k', 'v')] },
      ],
      links: [{ traceId: 'f'.repeat(32), spanId: 'c'.repeat(16) }],
    })
    await send(root, call)

    const { status, type, json } = await get(`/api/traces/${traceId}`)

    expect({ status, type }).toEqual({ status: 200, type: 'application/json' })
    expect(json).toMatchObject({ total: 0, limit: 0, offset: 0, errors: null })
    const [trace] = json.data
    expect(trace).toMatchObject({ traceID: traceId, warnings: null })
    expect(trace.processes).toEqual({
      p1: { serviceName: 'gateway', tags: [{ key: 'host.name', type: 'string', value: 'h1' }] },
      p2: { serviceName: 'orders', tags: [{ key: 'host.name', type: 'string', value: 'h1' }] },
    })
    expect(trace.spans[0]).toMatchObject({ spanID: root.spanId, references: [], processID: 'p1' })
    const startTime = Number(BigInt(call.startTimeUnixNano) / 1000n)
    expect(trace.spans[1]).toEqual({
      traceID: traceId,
      spanID: call.spanId,
      operationName: 'POST /orders',
      references: [
        { refType: 'CHILD_OF', traceID: traceId, spanID: root.spanId },
        { refType: 'FOLLOWS_FROM', traceID: 'f'.repeat(32), spanID: 'c'.repeat(16) },
      ],
      startTime,
      duration: 10_000,
      tags: [
        { key: 'b', type: 'bool', value: true },
        { key: 'big', type: 'int64', value: '1152921504606846977' },
        { key: 'd', type: 'float64', value: 0.5 },
        { key: 'error', type: 'bool', value: true },
        { key: 'i', type: 'int64', value: 7 },
        { key: 'list', type: 'string', value: '["x",1]' },
        { key: 'otel.scope.name', type: 'string', value: 'sample' },
        { key: 'otel.scope.version', type: 'string', value: '1.0' },
        { key: 'otel.status_code', type: 'string', value: 'ERROR' },
        { key: 'otel.status_description', type: 'string', value: 'boom' },
        { key: 'raw', type: 'binary', value: 'AQI=' },
        { key: 'span.kind', type: 'string', value: 'server' },
        { key: 'z', type: 'string', value: 'last' },
      ],
      logs: [
        {
          timestamp: Number(BigInt(root.startTimeUnixNano) / 1000n),
          fields: [
            { key: 'event', type: 'string', value: 'exception' },
            { key: 'k', type: 'string', value: 'v' },
          ],
        },
      ],
      processID: 'p2',
      warnings: null,
    })
  }))

test('a span whose parent is not there carries a warning, and not when asked for raw', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    await send(sampleSpan({ traceId, parentSpanId: '1234567812345678' }))
    const warnings = async (path: string) => (await get(path)).json.data[0].spans[0].warnings

    expect(await warnings(`/api/traces/${traceId}`)).toEqual([
      'invalid parent span IDs=1234567812345678; skipping clock skew adjustment',
    ])
    expect(await warnings(`/api/traces/${traceId}?raw=true`)).toBeNull()
  }))

test('a span that ends before it starts takes no time, and says so in a raw trace too', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    const times = {
      startTimeUnixNano: '1700000000500000000',
      endTimeUnixNano: '1700000000000000000',
    }
    await send(sampleSpan({ traceId, ...times }))

    for (const path of [`/api/traces/${traceId}`, `/api/traces/${traceId}?raw=1`]) {
      const [span] = (await get(path)).json.data[0].spans
      expect(span).toMatchObject({
        duration: 0,
        warnings: [
          'Negative duration detected, sanitizing end timestamp. Original end timestamp: 2023-11-14 22:13:20 +0000 UTC, adjusted to: 2023-11-14 22:13:20.500000001 +0000 UTC',
        ],
      })
    }
  }))

test.each([
  ['without service.name', [], 'missing-service-name'],
  ['with an empty one', [text('service.name', '')], 'empty-service-name'],
])('spans of a resource %s belong to a service that says so', (_, attributes, service) =>
  withBackend({}, async ({ urls, get }) => {
    const traceId = newTraceId()
    const scopeSpans = [{ spans: [sampleSpan({ traceId })] }]
    await post(`${urls.otlp}/v1/traces`, {
      resourceSpans: [{ resource: { attributes }, scopeSpans }],
    })

    const found = await get(`/api/traces?service=${service}`)
    const { json } = await get(`/api/v3/traces/${traceId}`)

    expect(found.json.data[0].processes).toEqual({ p1: { serviceName: service, tags: [] } })
    expect(json.result.resourceSpans[0].resource.attributes).toEqual([
      text('service.name', service),
    ])
  }),
)

test('ids are found in upper case and without their leading zeros, and shown short', () =>
  withBackend({}, async ({ send, get }) => {
    await send(sampleSpan({ traceId: `${'0'.repeat(16)}00f067aa0ba902b7` }))

    for (const id of ['00F067AA0BA902B7', 'f067aa0ba902b7', `${'0'.repeat(16)}00f067aa0ba902b7`]) {
      expect((await get(`/api/traces/${id}`)).json.data[0].traceID).toBe('00f067aa0ba902b7')
    }
  }))

test.each([
  ['/api/traces/4bf92f3577b34da6a3ce929d0e0e4736', 404, 'trace not found'],
  ['/api/traces/xyz', 400, 'TraceID must be'],
  [`/api/traces/${'a'.repeat(33)}`, 400, 'cannot be longer than 32'],
  ['/api/traces/%E0%A4', 400, 'TraceID must be'],
  ['/api/traces', 400, "parameter 'service' is required"],
  ['/api/traces?traceID=xyz', 400, 'TraceID must be'],
  ['/api/traces?service=a&limit=x', 400, "unable to parse param 'limit'"],
  ['/api/traces?service=a&limit=0', 400, "unable to parse param 'limit'"],
  ['/api/traces?service=a&start=now', 400, "unable to parse param 'start'"],
  ['/api/traces?service=a&minDuration=1', 400, 'time: invalid duration "1"'],
  ['/api/traces?service=a&minDuration=2s&maxDuration=1s', 400, "'maxDuration' should be greater"],
  ['/api/traces?service=a&tags={"a":1}', 400, "malformed 'tags' parameter"],
  ['/api/traces?service=a&tags={', 400, "malformed 'tags' parameter"],
  ['/api/traces?service=a&tag=b', 400, 'expecting key:value, received: b'],
  ['/api/traces/123?raw=perhaps', 400, "unable to parse param 'raw'"],
  ['/api/traces/123?start=now', 400, "unable to parse param 'start'"],
  ['/api/operations', 400, "parameter 'service' is required"],
  ['/api/dependencies?endTs=x', 400, "unable to parse param 'endTs'"],
  ['/api/nothing', 404, 'no such path'],
])('%s is %d, in the envelope and as text', (path, code, reason) =>
  withBackend({}, async ({ get }) => {
    const { status, type, json } = await get(path)

    expect({ status, type }).toEqual({ status: code, type: 'text/plain; charset=utf-8' })
    expect(json).toEqual({
      data: null,
      total: 0,
      limit: 0,
      offset: 0,
      errors: [{ code, msg: expect.stringContaining(reason) }],
    })
  }),
)

test('a search meets every condition on one span, and the newest trace comes first', () =>
  withBackend({}, async ({ send, get }) => {
    const [old, young, other] = [newTraceId(), newTraceId(), newTraceId()]
    const attributes = [text('user.id', '7')]
    await send(
      sampleSpan({ traceId: young, at: -1000, ms: 50, attributes }),
      sampleSpan({ traceId: old, at: -5000, ms: 5, name: 'POST /orders', status: { code: 2 } }),
      sampleSpan({ traceId: other, service: 'users', at: -3000 }),
    )
    const found = async (query: string): Promise<string[]> => {
      const { json } = await get(`/api/traces?service=gateway&${query}`)
      return json.data.map(({ traceID }: { traceID: string }) => traceID)
    }
    const micros = (ago: number) => (sampleTime - ago) * 1000

    expect(await found('')).toEqual([young, old])
    expect(await found('limit=1')).toEqual([young])
    expect(await found('operation=POST%20/orders')).toEqual([old])
    expect(await found('minDuration=20ms')).toEqual([young])
    expect(await found('maxDuration=20ms')).toEqual([old])
    expect(await found(`end=${micros(2500)}`)).toEqual([old])
    expect(await found(`start=${micros(2500)}`)).toEqual([young])
    expect(await found('tags={"user.id":"7"}')).toEqual([young])
    expect(await found('tag=user.id:7&tag=host.name:h1')).toEqual([young])
    expect(await found('tag=error:true')).toEqual([old])
    expect(await found('tag=span.kind:server&tag=user.id:8')).toEqual([])
    expect(await found('operation=POST%20/orders&minDuration=20ms')).toEqual([])
  }))

test('traces are fetched by several ids, and the unknown ones are named', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    await send(sampleSpan({ traceId }))

    const { status, json } = await get(
      `/api/traces?traceID=${traceId}&traceID=123&traceID=${traceId}`,
    )

    expect(status).toBe(200)
    expect(json.data.map(({ traceID }: { traceID: string }) => traceID)).toEqual([traceId])
    expect(json.errors).toEqual([{ msg: 'trace not found', traceID: '0000000000000123' }])
  }))

test('services, operations and who calls whom are listed', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    const parentSpanId = '00f067aa0ba902b7'
    await send(
      sampleSpan({ traceId }),
      sampleSpan({
        traceId,
        spanId: '0'.repeat(15).concat('2'),
        parentSpanId,
        kind: 3,
        name: 'GET',
      }),
      sampleSpan({ traceId, service: 'users', spanId: '0'.repeat(15).concat('3'), parentSpanId }),
    )
    const data = async (path: string) => (await get(path)).json

    expect(await data('/api/services')).toMatchObject({ data: ['gateway', 'users'], total: 2 })
    expect((await data('/api/services/gateway/operations')).data).toEqual(['GET', 'GET /'])
    expect((await data('/api/services/nope/operations')).data).toEqual([])
    expect((await data('/api/operations?service=gateway')).data).toEqual([
      { name: 'GET', spanKind: 'client' },
      { name: 'GET /', spanKind: 'server' },
    ])
    expect((await data('/api/operations?service=gateway&spanKind=server')).total).toBe(1)
    expect((await data('/api/dependencies')).data).toEqual([
      { parent: 'gateway', child: 'gateway', callCount: 1 },
      { parent: 'gateway', child: 'users', callCount: 1 },
    ])
    expect((await data('/api/dependencies?service=users')).data).toEqual([
      { parent: 'gateway', child: 'users', callCount: 1 },
    ])
    expect((await data('/api/dependencies?endTs=1000&lookback=1000')).data).toEqual([])
  }))
