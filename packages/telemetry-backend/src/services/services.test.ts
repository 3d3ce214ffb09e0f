import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, sampleTime, text } from '../testing/otlp-samples.ts'
import { withBackend } from '../testing/with-backend.ts'

const root = '0000000000000001'
const error = { code: 2 }

/** A request of 100 ms to the gateway, which waits 60 ms for orders, which asks a database. */
function request({ ms = 100, failed = false, at = -10_000 } = {}) {
  const traceId = newTraceId()
  const status = failed ? error : {}
  return [
    sampleSpan({ traceId, at, ms, spanId: root, status }),
    sampleSpan({
      traceId,
      at: at + 10,
      ms: 60,
      spanId: '0000000000000002',
      parentSpanId: root,
      kind: 3,
      name: 'GET',
    }),
    sampleSpan({
      traceId,
      at: at + 20,
      ms: 40,
      spanId: '0000000000000003',
      parentSpanId: '0000000000000002',
      service: 'orders',
      status,
    }),
    sampleSpan({
      traceId,
      at: at + 30,
      ms: 5,
      spanId: '0000000000000004',
      parentSpanId: '0000000000000003',
      service: 'orders',
      kind: 3,
      name: 'INSERT',
      attributes: [text('db.system.name', 'postgresql')],
    }),
  ]
}

test('services have rate, errors and percentiles of their requests, and traces to open', () =>
  withBackend({}, async ({ send, get }) => {
    const slow = request({ ms: 900 })
    const failed = request({ failed: true })
    for (const spans of [slow, failed, request(), request()]) await send(...spans)

    const [since, asked] = [sampleTime - 10_000, Date.now()]
    const { json } = await get('/api/onetrace/services?lookback=1h')

    expect(json.windowSeconds).toBeGreaterThanOrEqual((asked - since) / 1000)
    expect(json.windowSeconds).toBeLessThanOrEqual((Date.now() - since) / 1000)
    expect(json.services).toMatchObject([
      {
        name: 'gateway',
        requests: 4,
        errors: 1,
        errorShare: 0.25,
        p50Nanos: 100e6,
        p95Nanos: 900e6,
        p99Nanos: 900e6,
        exemplars: { slow: slow[0]?.traceId, failed: failed[0]?.traceId },
      },
      { name: 'orders', requests: 4, p50Nanos: 40e6 },
    ])
    expect(json.services[0].requestsPerSecond).toBeCloseTo(4 / json.windowSeconds)
    expect(json.edges).toEqual([
      { caller: 'gateway', callee: 'orders', external: false, calls: 4, errors: 1, p95Nanos: 60e6 },
      {
        caller: 'orders',
        callee: 'postgresql',
        external: true,
        calls: 4,
        errors: 0,
        p95Nanos: 5e6,
      },
    ])
  }))

test('of two spans with one id the earlier is the parent, for the page and for Jaeger', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    await send(
      sampleSpan({ traceId, spanId: root, at: -100, service: 'gateway' }),
      sampleSpan({ traceId, spanId: root, at: -50, service: 'impostor' }),
      sampleSpan({ traceId, spanId: '0000000000000002', parentSpanId: root, service: 'orders' }),
    )

    const services = await get('/api/onetrace/services')
    const { json } = await get(`/api/dependencies?endTs=${sampleTime}&lookback=3600000`)

    expect(services.json.edges).toMatchObject([{ caller: 'gateway', callee: 'orders' }])
    expect(json.data).toEqual([{ parent: 'gateway', child: 'orders', callCount: 1 }])
  }))

test('what started before the window does not count, and a wrong window is 400', () =>
  withBackend({}, async ({ send, get }) => {
    await send(...request({ at: -120_000 }))

    expect((await get('/api/onetrace/services?lookback=1m')).json).toMatchObject({
      services: [],
      edges: [],
    })
    expect((await get('/api/onetrace/services')).json.services).toHaveLength(2)
    expect((await get('/api/onetrace/services?lookback=soon')).status).toBe(400)
  }))

test('a summary tells how long each service was at work itself', () =>
  withBackend({}, async ({ send, get }) => {
    await send(...request())

    const { json } = await get('/api/v3/trace-summaries')

    expect(json.summaries[0].services).toMatchObject([
      { name: 'gateway', spanCount: 2, selfTimeNanos: 60e6 },
      { name: 'orders', spanCount: 2, selfTimeNanos: 40e6 },
    ])
  }))

test('children that overlap count once, and only as long as their parent lives', () =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    const child = (n: number, at: number, ms: number) =>
      sampleSpan({
        traceId,
        at,
        ms,
        spanId: `000000000000000${n}`,
        parentSpanId: root,
        service: 'jobs',
      })

    await send(
      sampleSpan({ traceId, ms: 100, spanId: root }),
      child(2, 10, 30),
      child(3, 20, 40),
      child(4, 90, 500),
    )

    const { json } = await get('/api/v3/trace-summaries')
    expect(json.summaries[0].services[0]).toMatchObject({ name: 'gateway', selfTimeNanos: 40e6 })
  }))
