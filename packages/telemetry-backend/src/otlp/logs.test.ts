import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { logRecord, logsExport } from '../testing/log-samples.ts'
import { newTraceId, sampleSpan, text } from '../testing/otlp-samples.ts'
import { ask, type Reply, type TestBackend, withBackend } from '../testing/with-backend.ts'

const json = { 'content-type': 'application/json' }
const spanId = '00f067aa0ba902b7'

function sendLogs(
  { urls }: TestBackend,
  body: object,
  { path = `${urls.otlp}/v1/logs`, headers = {} as Record<string, string> } = {},
): Promise<Reply> {
  const plain = JSON.stringify(body)
  const sent = headers['content-encoding'] ? new Uint8Array(gzipSync(plain)) : plain
  return ask(path, { method: 'POST', headers: { ...json, ...headers }, body: sent })
}

test('a record of OTLP is a line of Loki, found by its trace', () =>
  withBackend({}, async (backend) => {
    const traceId = newTraceId()
    const record = logRecord({ traceId, spanId, severityNumber: 13, severityText: 'WARN' })

    const answer = await sendLogs(backend, logsExport('shop', record))

    expect(answer).toMatchObject({ status: 200, json: { partialSuccess: {} } })
    expect(backend.logs(traceId)).toMatchObject([
      {
        text: 'a line',
        time: BigInt(record.timeUnixNano),
        labels: { service_name: 'shop' },
        metadata: {
          span_id: spanId,
          detected_level: 'warn',
          host_name: 'h1',
          scope_name: 'sample',
        },
      },
    ])
    const query = encodeURIComponent(`{service_name="shop"} | trace_id="${traceId}"`)
    const found = await ask(`${backend.urls.loki}/loki/api/v1/query_range?query=${query}`)
    expect(found.json.data.result).toHaveLength(1)
  }))

test('gzip and the path of Loki give the same line', () =>
  withBackend({}, async (backend) => {
    const record = logRecord({ traceId: newTraceId() })
    const gzip = { 'content-encoding': 'gzip' }

    const zipped = await sendLogs(backend, logsExport('a', record), { headers: gzip })
    const path = `${backend.urls.loki}/otlp/v1/logs`
    const asLoki = await sendLogs(backend, logsExport('b', record), { path })

    expect([zipped.status, asLoki.status]).toEqual([200, 204])
    const [first, second] = backend.logs()
    expect({ ...second, seq: 0, labels: { service_name: 'a' } }).toEqual({ ...first, seq: 0 })
  }))

test.each([
  ['no JSON', 'nope', 'in JSON'],
  ['a trace id of four digits', logsExport('a', logRecord({ traceId: 'abcd' })), 'traceId'],
])('%s is 400 at both doors, and nothing is stored', (_, body, reason) =>
  withBackend({}, async (backend) => {
    const init = {
      method: 'POST',
      headers: json,
      body: JSON.stringify(body).replace(/^"nope"$/, '{'),
    }

    const collector = await ask(`${backend.urls.otlp}/v1/logs`, init)
    const loki = await ask(`${backend.urls.loki}/otlp/v1/logs`, init)

    expect(collector).toMatchObject({ status: 400, type: 'application/json' })
    expect(collector.json.message).toContain(reason)
    expect(loki).toMatchObject({ status: 400, type: 'application/octet-stream' })
    expect(backend.logs()).toEqual([])
  }),
)

test('another type is 415, another method 405', () =>
  withBackend({}, async ({ urls }) => {
    const url = `${urls.otlp}/v1/logs`

    expect((await ask(url, { method: 'POST', body: 'x' })).status).toBe(415)
    expect((await ask(url)).status).toBe(405)
  }))

test('records that a limit of Loki refuses are told in partialSuccess', () =>
  withBackend({}, async (backend) => {
    const old = logRecord({ timeUnixNano: '1' })

    const { status, json: answer } = await sendLogs(
      backend,
      logsExport('a', old, logRecord({}), old),
    )

    expect(status).toBe(200)
    expect(answer).toEqual({
      partialSuccess: { rejectedLogRecords: '2', errorMessage: expect.stringContaining('too old') },
    })
    expect(backend.logs()).toHaveLength(1)
    const { counters } = (await backend.get('/api/onetrace/about')).json
    expect(counters).toMatchObject({ logLinesPushed: 1, logLinesRefused: 2 })
  }))

test('an event by the logs API keeps its name', () =>
  withBackend({}, async (backend) => {
    const traceId = newTraceId()
    const event = { eventName: 'order.placed', body: undefined, attributes: [text('sku', 'tea')] }
    await backend.send(sampleSpan({ traceId, spanId }))

    await sendLogs(backend, logsExport('shop', logRecord({ traceId, spanId, ...event })))

    expect(backend.logs(traceId)).toMatchObject([
      { text: '', metadata: { event_name: 'order.placed', sku: 'tea', span_id: spanId } },
    ])
  }))

test('lines leave when they fill their bytes, metadata included', () =>
  withBackend({ limits: { logBytes: 20_000 } }, async (backend) => {
    const attributes = [text('filler', 'x'.repeat(1000))]
    const records = Array.from({ length: 100 }, () => logRecord({ attributes }))
    const distinct = records.map((record, at) => ({
      ...record,
      body: { stringValue: `line ${at}` },
    }))

    await sendLogs(backend, logsExport('shop', ...distinct))

    const { held, counters } = (await backend.get('/api/onetrace/about')).json
    expect(held.logBytes).toBeLessThanOrEqual(20_000)
    expect(held.logLines + counters.logLinesEvicted).toBe(100)
    expect(held.logLines).toBeLessThan(20)
  }))
