import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs/light.js'
import { compress } from 'snappyjs'
import { expect, test } from 'vitest'
import { type LokiClient, lokiClient } from '../testing/loki-client.ts'
import { pushDescriptor, readProtobufPush } from './push-proto.ts'

const now = () => `${Date.now()}000000`
const jsonType = { 'content-type': 'application/json' }
const protobufType = { 'content-type': 'application/x-protobuf' }

function push(loki: LokiClient, body: string | Buffer, headers: Record<string, string>) {
  return loki({ path: 'push', body, headers })
}

function pushJson(loki: LokiClient, ...streams: unknown[]) {
  return push(loki, JSON.stringify({ streams }), jsonType)
}

async function found(loki: LokiClient, query: string) {
  return (await loki({ path: 'query_range', query: { query, since: '200h' } })).json.data.result
}

const pushType = protobuf.Root.fromJSON(pushDescriptor).lookupType('PushRequest')

function protobufPush(labels: string, line: string, ms = Date.now()): Buffer {
  const timestamp = { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 }
  const structuredMetadata = [{ name: 'trace_id', value: 'abc' }]
  const request = { streams: [{ labels, entries: [{ timestamp, line, structuredMetadata }] }] }
  return Buffer.from(pushType.encode(request).finish())
}

test('JSON is found again with its labels and its structured metadata', async () => {
  const loki = lokiClient()
  const time = now()
  const stream = { stream: { app: 'shop', n: 1 }, values: [[time, 'hello', { trace_id: 'abc' }]] }

  expect(await pushJson(loki, stream)).toMatchObject({ status: 204, body: '' })

  expect(await found(loki, '{app="shop"} | trace_id="abc"')).toEqual([
    {
      stream: {
        app: 'shop',
        n: '1',
        service_name: 'shop',
        trace_id: 'abc',
        detected_level: 'unknown',
      },
      values: [[time, 'hello']],
    },
  ])
})

test('snappy protobuf, as Promtail sends it, is the same', async () => {
  const loki = lokiClient()
  const ms = Date.now()
  const labels = '{job="x", text="a \\"quoted\\" one", level="warn"}'

  const { status } = await push(loki, compress(protobufPush(labels, 'né', ms)), protobufType)

  expect(status).toBe(204)
  expect(await found(loki, '{job="x"}')).toEqual([
    {
      stream: {
        job: 'x',
        service_name: 'x',
        text: 'a "quoted" one',
        level: 'warn',
        detected_level: 'warn',
        trace_id: 'abc',
      },
      values: [[`${ms}000000`, 'né']],
    },
  ])
})

test('streams without labels belong to unknown_service; levels are found in fields and words', async () => {
  const loki = lokiClient()
  const lines = ['{"level":"ERROR"}', 'x level=warn', 'an error here', 'nothing']

  await pushJson(loki, { stream: {}, values: lines.map((line) => [now(), line]) })

  const streams: { stream: Record<string, string>; values: string[][] }[] = await found(
    loki,
    '{service_name="unknown_service"}',
  )
  const levels = streams.flatMap(({ stream, values }) =>
    values.map(([, line]) => [line, stream.detected_level]),
  )
  expect(Object.fromEntries(levels)).toMatchObject({
    '{"level":"ERROR"}': 'error',
    'x level=warn': 'warn',
    'an error here': 'error',
    nothing: 'unknown',
  })
})

test.each([
  ['not JSON', '{', 400, /couldn't parse push request/],
  ['no streams', '{}', 422, /at least one valid stream/],
  ['a list', '[]', 400, /the body: expected an object/],
  [
    'a time that is a number',
    '{"streams":[{"stream":{},"values":[[1,"x"]]}]}',
    400,
    /values\[0\]\[0\]: expected nanoseconds in a string, got 1/,
  ],
  [
    'nested metadata',
    `{"streams":[{"values":[["${now()}","x",{"a":{}}]]}]}`,
    400,
    /expected strings/,
  ],
  ['a bad label name', '{"streams":[{"stream":{"a-b":"x"},"values":[]}]}', 400, /no label name/],
  [
    'a line of eight days ago',
    `{"streams":[{"values":[["${Date.now() - 8 * 86_400_000}000000","x"]]}]}`,
    400,
    /timestamp too old/,
  ],
  [
    'a line of the future',
    `{"streams":[{"values":[["${Date.now() + 86_400_000}000000","x"]]}]}`,
    400,
    /too new/,
  ],
])('%s in JSON is refused as Loki refuses it', async (_, body, status, reason) => {
  const loki = lokiClient()
  const answer = await push(loki, body, jsonType)

  expect(answer).toMatchObject({ status, type: 'text/plain; charset=utf-8' })
  expect(answer.body).toMatch(reason)
})

test('one bad entry is 400, and the good ones of the same push are kept', async () => {
  const loki = lokiClient()
  const values = [
    [now(), 'good'],
    [now(), 'x'.repeat(256 * 1024 + 1)],
    ['1', 'old'],
  ]

  const answer = await pushJson(loki, { stream: { app: 'a' }, values })

  expect(answer.status).toBe(400)
  expect(answer.body).toMatch(/Max entry size '262144' bytes exceeded.*\n.*too old/)
  expect(await found(loki, '{app="a"}')).toMatchObject([{ values: [[expect.any(String), 'good']] }])
})

test('entries an hour behind their stream, too many labels and too much metadata are refused', async () => {
  const loki = lokiClient()
  const hours = (count: number) => `${Date.now() - count * 3_600_000}000000`
  const many = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`l${i}`, 'x']))
  const entry = (...values: unknown[]) => ({ stream: { app: 'a' }, values: [values] })

  const answers = [
    await pushJson(loki, {
      stream: { app: 'a' },
      values: [
        [now(), 'new'],
        [hours(2), 'late'],
      ],
    }),
    await pushJson(loki, { stream: many, values: [[now(), 'x']] }),
    await pushJson(loki, entry(now(), 'x', { big: 'x'.repeat(65_537) })),
  ]

  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  const reasons = ['too far behind', '16 label names', 'metadata too large']
  for (const [index, reason] of reasons.entries()) expect(answers[index]?.body).toContain(reason)
})

test('garbage, truncated blocks and bombs are refused, and the next push is taken', async () => {
  const loki = lokiClient()
  const good = compress(protobufPush('{job="x"}', 'fine'))
  const never = Buffer.from([10, (63 << 2) | 0, 0xfa, 0xff, 0xff, 0xff, 1, 2]) // a literal of -5
  const promise = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0])
  const zeros = compress(Buffer.alloc(33 * 1024 * 1024))
  const bodies = [
    Buffer.alloc(0),
    good.subarray(0, 20),
    never,
    promise,
    Buffer.alloc(20_000_000, 7),
  ]

  for (const body of bodies) expect((await push(loki, body, protobufType)).status).toBe(400)
  expect((await push(loki, 'hello', { 'content-type': 'text/plain' })).status).toBe(400)
  expect((await push(loki, zeros, protobufType)).status).toBe(413)
  expect((await push(loki, good, protobufType)).status).toBe(204)
  expect(await found(loki, '{job="x"}')).toHaveLength(1)
})

test('what Promtail 3.6 sent is read to the nanosecond', () => {
  const body = readFileSync(new URL('../testing/promtail-push.bin', import.meta.url))

  const [orders, plain] = readProtobufPush(body, 10_000)

  expect(orders).toEqual({
    labels: { job: 'onetrace', level: 'info', service_name: 'orders' },
    entries: [
      {
        time: BigInt(Date.parse('2026-05-01T10:00:00Z')) * 1_000_000n + 123_456_000n,
        text: expect.stringMatching(/^\{"time".*"msg":"grüße €"\}$/),
        metadata: { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7' },
      },
    ],
  })
  expect(plain?.labels).toEqual({ job: 'onetrace', service_name: 'orders' })
  expect(plain?.entries).toMatchObject([{ text: 'plain text', metadata: {} }])
})
