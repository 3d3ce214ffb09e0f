import { expect, test } from 'vitest'
import { ArrayStore } from '../testing/array-store.ts'
import { type LokiClient, lokiClient } from '../testing/loki-client.ts'
import type { OtlpDecoder, OtlpRecord, OtlpResource } from './logs.ts'
import { takeOtlpLogs } from './take-logs.ts'

const nano = () => BigInt(Date.now()) * 1_000_000n

/** Stands for the decoder of a host: the test's own records, whatever the bytes are. */
function decoderOf(...logs: OtlpResource[]): OtlpDecoder {
  return { decode: () => logs, textOf: (value: unknown) => textOf(value) }
}

function textOf(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function logsOf(
  resource: Record<string, unknown>,
  ...records: Partial<OtlpRecord>[]
): OtlpResource {
  const scope = { name: '', version: '', attributes: {}, droppedAttributesCount: 0 }
  return { resource, scopeLogs: [{ scope, records: records.map(recordOf) }] }
}

function recordOf(given: Partial<OtlpRecord>): OtlpRecord {
  return {
    time: nano(),
    observedTime: 0n,
    severityNumber: 0,
    severityText: '',
    body: 'a line',
    attributes: {},
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
    ...given,
  }
}

function push(loki: LokiClient, contentType = 'application/x-protobuf') {
  return loki({ path: '/otlp/v1/logs', body: 'x', headers: { 'content-type': contentType } })
}

function stored(...logs: OtlpResource[]) {
  const store = new ArrayStore()
  takeOtlpLogs(logs, { store, limits: { pushBytes: 1, logStreams: 10 }, textOf })
  return [...store.find({ wanted: () => true, start: 0n, end: 2n ** 64n })]
}

test("the attributes of Loki's list are labels, all else is structured metadata", () => {
  const resource = {
    'service.name': 'shop',
    'k8s.pod.name': 'shop-1',
    'deployment.environment.name': 'dev',
    'host.name': 'h1',
  }
  const record = {
    observedTime: 5n,
    severityNumber: 9,
    severityText: 'Information',
    attributes: { 'http.route': '/orders', count: 7, who: { 'user.id': 'u1', roles: ['a'] } },
    droppedAttributesCount: 2,
    flags: 1,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    eventName: 'order.placed',
  }
  const logs = logsOf(resource, record)
  const [scopeLogs] = logs.scopeLogs
  Object.assign(scopeLogs?.scope ?? {}, {
    name: 'orders',
    version: '2',
    attributes: { 'lib.kind': 'x' },
    droppedAttributesCount: 3,
  })

  expect(stored(logs)).toMatchObject([
    {
      text: 'a line',
      labels: {
        service_name: 'shop',
        k8s_pod_name: 'shop-1',
        deployment_environment_name: 'dev',
      },
      metadata: {
        host_name: 'h1',
        observed_timestamp: '5',
        severity_number: '9',
        severity_text: 'Information',
        http_route: '/orders',
        count: '7',
        who_user_id: 'u1',
        who_roles: '["a"]',
        dropped_attributes_count: '2',
        flags: '1',
        trace_id: record.traceId,
        span_id: record.spanId,
        event_name: 'order.placed',
        scope_name: 'orders',
        scope_version: '2',
        lib_kind: 'x',
        scope_dropped_attributes_count: '3',
        detected_level: 'info',
      },
    },
  ])
  expect(Object.keys(stored(logs)[0]?.labels ?? {})).toHaveLength(3)
})

test.each([
  ['its own time', { time: 3n, observedTime: 2n }, 3n],
  ['else when it was observed', { time: 0n, observedTime: 2n }, 2n],
])('the time of a line is %s', (_, { time, observedTime }, expected) => {
  const start = nano()
  const after = (ns: bigint) => (ns === 0n ? 0n : start + ns)

  const lines = stored(logsOf({}, { time: after(time), observedTime: after(observedTime) }))

  expect(lines).toMatchObject([
    { time: start + expected, labels: { service_name: 'unknown_service' } },
  ])
})

test('a record without any time has the present one', () => {
  const before = nano()

  const [line] = stored(logsOf({}, { time: 0n }))

  expect(line?.time).toBeGreaterThanOrEqual(before)
})

test.each([
  ['1st.key', 'key_1st_key'],
  ['_hidden', 'key_hidden'],
  ['__double', '__double'],
  ['a-b c', 'a_b_c'],
])('an attribute %s is the label %s', (name, label) => {
  const [line] = stored(logsOf({}, { attributes: { [name]: 'v' } }))

  expect(line?.metadata).toMatchObject({ [label]: 'v' })
})

test.each([
  [1, 'trace'],
  [8, 'debug'],
  [9, 'info'],
  [13, 'warn'],
  [20, 'error'],
  [21, 'fatal'],
])('severity %i is the level %s', (severityNumber, level) => {
  const [line] = stored(logsOf({}, { severityNumber }))

  expect(line?.metadata.detected_level).toBe(level)
})

test('a record is stored by the route of Loki, too', async () => {
  const store = new ArrayStore()

  const answer = await push(
    lokiClient({ store, otlp: decoderOf(logsOf({ 'service.name': 'a' }, {})) }),
  )

  expect(answer).toMatchObject({ status: 204, body: '' })
  expect(store.labelSets()).toEqual([{ service_name: 'a' }])
})

test.each([
  ['another content type', 'text/plain', 400, 'content type: text/plain is not supported'],
  ['a charset behind it', 'application/json; charset=utf-8', 400, 'is not supported'],
])('%s is refused by a Status in protobuf', async (_, contentType, status, message) => {
  const answer = await push(lokiClient({ otlp: decoderOf() }), contentType)

  expect(answer).toMatchObject({ status, type: 'application/octet-stream' })
  const [tag, length, ...text] = Buffer.from(answer.body)
  expect([tag, length]).toEqual([0x12, text.length])
  expect(Buffer.from(text).toString()).toContain(message)
})

test('an export of nothing is 422, one that cannot be read 400, an old record 400', async () => {
  const broken = {
    ...decoderOf(),
    decode: () => {
      throw new Error('expected an export')
    },
  }
  const statusOf = async (otlp: OtlpDecoder) => (await push(lokiClient({ otlp }))).status

  expect(await statusOf(decoderOf())).toBe(422)
  expect(await statusOf(broken)).toBe(400)
  expect(await statusOf(decoderOf(logsOf({}, { time: 1n })))).toBe(400)
})

test('a receiver of OTLP is told how many records a limit refused, and why', () => {
  const store = new ArrayStore()
  const parts = { store, limits: { pushBytes: 1, logStreams: 1 }, textOf }
  const logs = [
    logsOf({ 'service.name': 'a' }, {}, { time: 1n }),
    logsOf({ 'service.name': 'b' }, {}, {}),
  ]

  const outcome = takeOtlpLogs(logs, parts)

  expect(outcome.refused).toBe(3)
  expect(outcome.why).toContain('too old')
  expect(outcome.why).toContain('Maximum active stream limit exceeded')
})
