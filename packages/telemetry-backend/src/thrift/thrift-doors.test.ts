import { createSocket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bytes, call, double, int, struct, structs } from '../testing/thrift-bytes.ts'
import { ask, type TestBackend, withBackend } from '../testing/with-backend.ts'

const doors = { otlp: 0, query: 0, loki: 0, thriftHttp: 0, thriftCompact: 0, thriftBinary: 0 }
const fixture = (name: string) =>
  readFile(new URL(`../../../spans/src/fixtures/${name}`, import.meta.url))

function withDoors(run: (backend: TestBackend) => Promise<void>): Promise<void> {
  return withBackend({ ports: doors }, run)
}

async function send(to: string | undefined, ...packets: Buffer[]): Promise<void> {
  const { hostname, port } = new URL(to ?? '')
  const socket = createSocket('udp4')
  for (const packet of packets) {
    await new Promise((sent) => socket.send(packet, Number(port), hostname, sent))
  }
  socket.close()
}

function postBatch({ urls }: TestBackend, body: Buffer, headers: Record<string, string> = {}) {
  return ask(`${urls.thriftHttp}/api/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-thrift', ...headers },
    body: new Uint8Array(body),
  })
}

async function about({ get }: TestBackend) {
  return (await get('/api/onetrace/about')).json
}

async function arrival(backend: TestBackend, traceId: string) {
  const read = () => backend.get(`/api/v3/traces/${traceId}`)
  await expect.poll(async () => (await read()).status).toBe(200)
  return spansIn((await read()).json)
}

function spansIn(json: { result: { resourceSpans: OtlpResource[] } }) {
  return json.result.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, resource }))),
  )
}

interface OtlpResource {
  resource: { attributes: unknown[] }
  scopeSpans: { spans: { attributes?: unknown[] }[] }[]
}

const exported = '4bf92f3577b34da6a3ce929d0e0e4736'
/** What OpenTelemetry's exporter for Jaeger made of two spans, one of them failed and linked. */
const exportedSpans = [
  expect.objectContaining({
    spanId: '00f067aa0ba902b7',
    name: 'POST /orders',
    kind: 2,
    startTimeUnixNano: '1760000000123456000',
    endTimeUnixNano: '1760000000223456000',
    attributes: expect.arrayContaining([
      { key: 'text', value: { stringValue: 'é' } },
      { key: 'yes', value: { boolValue: true } },
    ]),
    resource: {
      attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }],
    },
  }),
  expect.objectContaining({
    spanId: 'ffffffffffffff01',
    parentSpanId: '00f067aa0ba902b7',
    kind: 3,
    status: { code: 2, message: 'users is down' },
    events: [expect.objectContaining({ name: 'exception', timeUnixNano: '1760000000150000000' })],
    links: [
      expect.objectContaining({
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
      }),
    ],
  }),
]

test("the exporter's own bytes over HTTP make the spans that it was given", () =>
  withDoors(async (backend) => {
    const body = await fixture('jaeger-exporter-http.bin')

    const answers = [
      await postBatch(backend, body),
      await postBatch(backend, gzipSync(body), {
        'content-type': 'application/vnd.apache.thrift.binary; charset=x',
        'content-encoding': 'gzip',
      }),
    ]

    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [202, ''],
      [202, ''],
    ])
    expect(await arrival(backend, exported)).toEqual(exportedSpans)
    expect((await about(backend)).counters.spansDuplicate).toBe(2)
  }))

test("the exporter's own bytes over UDP make the same spans", () =>
  withDoors(async (backend) => {
    await send(backend.urls.thriftBinary, await fixture('jaeger-exporter-udp.bin'))

    expect(await arrival(backend, exported)).toEqual(exportedSpans)
  }))

const tag = {
  text: (key: string, value: string) =>
    struct([1, 'binary', bytes(key)], [2, 'i32', int(0)], [3, 'binary', bytes(value)]),
  double: (key: string, value: number) =>
    struct([1, 'binary', bytes(key)], [2, 'i32', int(1)], [4, 'double', double(value)]),
  bool: (key: string, value: boolean) =>
    struct([1, 'binary', bytes(key)], [2, 'i32', int(2)], [5, value]),
  long: (key: string, value: bigint) =>
    struct([1, 'binary', bytes(key)], [2, 'i32', int(3)], [6, 'i64', int(value)]),
  binary: (key: string, value: Buffer) =>
    struct([1, 'binary', bytes(key)], [2, 'i32', int(4)], [7, 'binary', bytes(value)]),
}

const low = BigInt.asIntN(64, 0xa3ce929d0e0e4736n)
const highId = 0x4bf92f3577b34da6n

function reference(kind: number, spanId: bigint): Buffer {
  return struct(
    [1, 'i32', int(kind)],
    [2, 'i64', int(low)],
    [3, 'i64', int(0)],
    [4, 'i64', int(spanId)],
  )
}

function spanWith({
  high = highId,
  references = [] as Buffer[],
  tags = [] as Buffer[],
  logs = [] as Buffer[],
}) {
  return struct(
    [1, 'i64', int(low)],
    [2, 'i64', int(high)],
    [3, 'i64', int(-2n)],
    [4, 'i64', int(7n)],
    [5, 'binary', bytes('GET /é')],
    [6, 'list', structs(...references)],
    [7, 'i32', int(1)],
    [8, 'i64', int(1_760_000_000_123_456n)],
    [9, 'i64', int(2500)],
    [10, 'list', structs(...tags)],
    [11, 'list', structs(...logs)],
  )
}

function emit(
  span: Buffer,
  process = [tag.text('hostname', 'h1'), tag.text('jaeger.version', 'Go-2')],
): Buffer {
  const owner = struct([1, 'binary', bytes('users')], [2, 'list', structs(...process)])
  return call(
    'emitBatch',
    struct([1, 'struct', struct([1, 'struct', owner], [2, 'list', structs(span)])]),
  )
}

test('a compact packet keeps every type of tag; references are links, the repeated parent is none', () =>
  withDoors(async (backend) => {
    const tags = [
      tag.text('span.kind', 'client'),
      tag.text('otel.status_code', 'ERROR'),
      tag.text('otel.status_description', 'refused'),
      tag.double('half', 0.5),
      tag.long('big', 2n ** 62n),
      tag.long('negative', -5n),
      tag.bool('yes', true),
      tag.bool('no', false),
      tag.binary('raw', Buffer.from([0, 255])),
      ...Array.from({ length: 10 }, (_, i) => tag.text(`more${i}`, '')),
    ]
    const logs = [
      struct(
        [1, 'i64', int(1_760_000_000_124_000n)],
        [2, 'list', structs(tag.text('event', 'retry'), tag.text('message', 'm'))],
      ),
    ]
    const references = [reference(0, 7n), reference(1, 9n), reference(0, 8n)]

    await send(backend.urls.thriftCompact, emit(spanWith({ references, tags, logs })))

    const [span] = await arrival(backend, exported)
    expect(span).toMatchObject({
      spanId: 'fffffffffffffffe',
      parentSpanId: '0000000000000007',
      name: 'GET /é',
      kind: 3,
      startTimeUnixNano: '1760000000123456000',
      endTimeUnixNano: '1760000000125956000',
      status: { code: 2, message: 'refused' },
      events: [{ name: 'retry', attributes: [{ key: 'message', value: { stringValue: 'm' } }] }],
      links: [
        {
          traceId: '0000000000000000a3ce929d0e0e4736',
          spanId: '0000000000000009',
          attributes: [{ value: { stringValue: 'follows_from' } }],
        },
        { spanId: '0000000000000008', attributes: [{ value: { stringValue: 'child_of' } }] },
      ],
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: 'users' } },
          { key: 'host.name', value: { stringValue: 'h1' } },
          { key: 'opencensus.exporterversion', value: { stringValue: 'Jaeger-Go-2' } },
        ],
      },
    })
    expect(span?.attributes).toHaveLength(16)
    expect(span?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'half', value: { doubleValue: 0.5 } },
        { key: 'big', value: { intValue: String(2n ** 62n) } },
        { key: 'raw', value: { bytesValue: 'AP8=' } },
        { key: 'no', value: { boolValue: false } },
      ]),
    )
  }))

test('a 64-bit trace id is found by its 16 digits', () =>
  withDoors(async (backend) => {
    await send(backend.urls.thriftCompact, emit(spanWith({ high: 0n })))

    await arrival(backend, 'a3ce929d0e0e4736')
    const { json } = await backend.get('/api/traces/a3ce929d0e0e4736')
    expect(json.data[0].traceID).toBe('a3ce929d0e0e4736')
  }))

test.each([
  ['a GET', { method: 'GET' }, 405, ''],
  ['no content type', { method: 'POST', body: new Uint8Array(3) }, 400, /content type/],
  [
    'another content type',
    { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    400,
    /Unsupported content type: application\/json/,
  ],
])('%s over HTTP has the status of Jaeger', (_, init, status, reason) =>
  withDoors(async ({ urls }) => {
    const answer = await ask(`${urls.thriftHttp}/api/traces`, init)

    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(reason)
  }),
)

/** A list of 2^31 - 1 tags, and a struct that promises what it does not hold. */
const lies = [
  Buffer.from([15, 0, 2, 12, 0x7f, 0xff, 0xff, 0xff]),
  Buffer.from([11, 0, 1, 0x7f, 0xff, 0xff, 0xff]),
  Buffer.from([12, 0, 1, 0]),
  Buffer.alloc(20_000, Buffer.from([12, 0, 9])),
  Buffer.alloc(1_000_000, Buffer.from([15, 0, 9, 15, 0, 0, 0, 1])),
]

test('what is truncated, garbage or too deep is 400, and nothing of it is stored', () =>
  withDoors(async (backend) => {
    const good = await fixture('jaeger-exporter-http.bin')
    const cuts = [0, 1, 3, 100, good.length - 2].map((length) => good.subarray(0, length))
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))

    const answers = []
    for (const body of [...cuts, noise, ...lies]) answers.push(await postBatch(backend, body))
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024))
    answers.push(await postBatch(backend, bomb, { 'content-encoding': 'gzip' }))

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]))
    expect((await about(backend)).held.spans).toBe(0)
    expect((await postBatch(backend, good)).status).toBe(202)
  }))

test('an empty datagram, garbage and foreign calls are counted, and the next span arrives', () =>
  withDoors(async (backend) => {
    const good = emit(spanWith({}))
    const junk = [
      Buffer.alloc(0),
      Buffer.from('hello'),
      good.subarray(0, 40),
      call('emitZipkinBatch', struct([1, 'list', structs()])),
      Buffer.alloc(60_000, 0x82),
    ]

    for (const url of [backend.urls.thriftCompact, backend.urls.thriftBinary])
      await send(url, ...junk)
    await send(backend.urls.thriftCompact, good)

    await arrival(backend, exported)
    await expect.poll(async () => (await about(backend)).counters.packetsRefused).toBe(10)
  }))
