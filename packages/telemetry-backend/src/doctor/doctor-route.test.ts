import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, text } from '../testing/otlp-samples.ts'
import { post, type TestBackend, withBackend } from '../testing/with-backend.ts'

/** A call of gateway that orders answers, below the call or in a trace of its own. */
function call({ into }: { into?: string } = {}) {
  const traceId = newTraceId()
  const attributes = [text('http.request.method', 'GET'), text('url.path', '/users/7')]
  const [root, client] = ['0000000000000001', '0000000000000002']
  return {
    traceId,
    spans: [
      sampleSpan({ traceId, spanId: root, ms: 100 }),
      sampleSpan({
        traceId,
        spanId: client,
        parentSpanId: root,
        at: 10,
        ms: 60,
        kind: 3,
        name: 'GET',
        attributes,
      }),
      sampleSpan({
        traceId: into ?? traceId,
        spanId: '0000000000000003',
        ...(into === undefined && { parentSpanId: client }),
        at: 20,
        ms: 40,
        service: 'orders',
        attributes,
      }),
    ],
  }
}

const diagnosis = async ({ get }: TestBackend, traceId: string) =>
  (await get(`/api/onetrace/doctor/${traceId}`)).json

test('of a good trace nothing is reported, and how many checks were made', () =>
  withBackend({}, async (backend) => {
    const { traceId, spans } = call()
    await backend.send(...spans)

    expect(await diagnosis(backend, traceId)).toEqual({ checks: 21, findings: [] })
  }))

test('a hop that was lost is found in the traces of the same time', () =>
  withBackend({}, async (backend) => {
    const elsewhere = newTraceId()
    const { traceId, spans } = call({ into: elsewhere })
    await backend.send(...spans)

    const { findings } = await diagnosis(backend, traceId)

    expect(findings).toMatchObject([
      {
        check: 'lost-context',
        severity: 'error',
        where: expect.stringContaining('0000000000000002'),
      },
    ])
    expect(findings[0].what).toContain(elsewhere)
  }))

test('log lines that name a span which is not there are found', () =>
  withBackend({}, async (backend) => {
    const { traceId, spans } = call()
    await backend.send(...spans)
    const line = JSON.stringify({ msg: 'x', trace_id: traceId, span_id: '00000000000000ff' })
    const stream = { service_name: 'orders' }
    const { status } = await post(`${backend.urls.loki}/loki/api/v1/push`, {
      streams: [{ stream, values: [[`${Date.now()}000000`, line, { trace_id: traceId }]] }],
    })

    const { findings } = await diagnosis(backend, traceId)

    expect(status).toBe(204)
    expect(findings).toMatchObject([{ check: 'log-astray', severity: 'warning' }])
  }))

test('an unknown trace is 404, what is no id 400', () =>
  withBackend({}, async ({ get }) => {
    const answers = await Promise.all(
      [newTraceId(), 'what'].map((id) => get(`/api/onetrace/doctor/${id}`)),
    )

    expect(answers.map(({ status, json }) => [status, json.error.code])).toEqual([
      [404, 'not_found'],
      [400, 'invalid_request'],
    ])
  }))
