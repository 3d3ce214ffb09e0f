import { connect } from 'node:net'
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { protobufExport } from '../testing/otlp-protobuf.ts'
import { newTraceId, sampleSpan, traceExport } from '../testing/otlp-samples.ts'
import { ask, type Reply, type TestBackend, withBackend } from '../testing/with-backend.ts'

const megabyte = 1024 * 1024

function exportTo(
  { urls }: TestBackend,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string>,
): Promise<Reply> {
  return ask(`${urls.otlp}/v1/traces`, { method: 'POST', headers, body, duplex: 'half' })
}

async function held({ get }: TestBackend): Promise<{ traces: number; spans: number }> {
  return (await get('/api/onetrace/about')).json.held
}

test('an export in JSON and one in protobuf give the same trace', () =>
  withBackend({}, async (backend) => {
    const [first, second] = [newTraceId(), newTraceId()]
    const span = sampleSpan({ traceId: first })

    const inJson = await exportTo(backend, JSON.stringify(traceExport(span)), {
      'content-type': 'application/json; charset=utf-8',
    })
    const inProtobuf = await exportTo(
      backend,
      new Uint8Array(protobufExport({ ...span, traceId: second })),
      { 'content-type': 'application/x-protobuf' },
    )

    expect(inJson).toMatchObject({ status: 200, type: 'application/json' })
    expect(inJson.json).toEqual({ partialSuccess: {} })
    expect(inProtobuf).toMatchObject({ status: 200, type: 'application/x-protobuf', text: '' })
    const spanOf = async (id: string) =>
      (await backend.get(`/api/traces/${id}`)).json.data[0].spans[0]
    const { operationName, startTime, duration } = await spanOf(first)
    expect(await spanOf(second)).toMatchObject({ operationName, startTime, duration })
    expect({ operationName, duration }).toEqual({ operationName: 'GET /', duration: 10_000 })
  }))

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['zstd', zstdCompressSync],
])('a body in %s is inflated', (encoding, deflate) =>
  withBackend({}, async (backend) => {
    const traceId = newTraceId()
    const body = deflate(JSON.stringify(traceExport(sampleSpan({ traceId }))))

    const { status } = await exportTo(backend, new Uint8Array(body), {
      'content-type': 'application/json',
      'content-encoding': encoding,
    })

    expect(status).toBe(200)
    expect((await backend.get(`/api/traces/${traceId}`)).status).toBe(200)
  }),
)

const json = { 'content-type': 'application/json' }
const protobuf = { 'content-type': 'application/x-protobuf' }
const whole = JSON.stringify(traceExport(sampleSpan({ traceId: newTraceId() })))

const gzip = { ...json, 'content-encoding': 'gzip' }

test.each([
  ['JSON that ends in the middle', whole.slice(0, -20), json, 'in JSON'],
  ['an empty JSON body', '', json, 'in JSON'],
  ['JSON that is no object', '[]', json, 'an object'],
  ['a span without an id beside a good one', withBadSpan(), json, 'spanId'],
  ['gzip that is none', 'not gzip', gzip, 'not gzip'],
  ['gzip that ends in the middle', gzipHalf(), gzip, 'not gzip'],
  [
    'an encoding that the collector refuses',
    whole,
    { ...json, 'content-encoding': 'identity' },
    '',
  ],
  ['more than 20 MiB', ' '.repeat(20 * megabyte + 1), json, 'too large'],
  ['more than 20 MiB of unknown length', endless(), json, 'too large'],
  ['a small body that inflates to 512 MiB', bomb(), gzip, 'too large'],
])('%s is refused with 400 and a Status, and stores nothing', (_, body, headers, reason) =>
  withBackend({}, async (backend) => {
    const answer = await exportTo(backend, body, headers)

    expect(answer).toMatchObject({ status: 400, type: 'application/json' })
    expect(answer.json).toEqual({ code: 3, message: expect.stringContaining(reason) })
    expect(answer.json.message).not.toBe('')
    expect(await held(backend)).toMatchObject({ traces: 0, spans: 0 })
  }),
)

test('of the last export that was refused it is told whose it was and why, with the place', () =>
  withBackend({}, async (backend) => {
    await exportTo(backend, withBadSpan(), { ...json, 'user-agent': 'sloppy/1' })

    const { lastRefusal, counters } = (await backend.get('/api/onetrace/about')).json
    expect(counters.exportsRefused).toBe(1)
    expect(lastRefusal).toEqual({
      at: expect.stringMatching(/^20.*Z$/),
      door: '/v1/traces',
      from: expect.stringMatching(/^127\.0\.0\.1:\d+, sloppy\/1$/),
      why: 'resourceSpans[0].scopeSpans[0].spans[1].spanId: expected 16 hex digits, got "xyz"',
    })
  }))

test('an odd span costs nothing but what is odd about it', () =>
  withBackend({}, async (backend) => {
    const good = sampleSpan({ traceId: newTraceId() })
    const links = [{ attributes: [{ key: 'why', value: { stringValue: 'x' } }] }]
    const odd = [
      { ...good, spanId: 'a'.repeat(16), links },
      { ...good, traceId: '' },
      { ...good, spanId: 'b'.repeat(16), flags: '257' },
    ]

    await backend.send(good, ...odd)

    const path = `/api/v3/traces/${good.traceId}`
    const [shown, raw] = [await backend.get(path), await backend.get(`${path}?raw_traces=true`)]
    const spansOf = ({ json }: Reply) => json.result.resourceSpans[0].scopeSpans[0].spans
    expect(spansOf(shown)).toHaveLength(3)
    expect(spansOf(shown)[1].links).toBeUndefined()
    expect(spansOf(shown)[1].attributes).toContainEqual({
      key: '@jaeger@warnings',
      value: { arrayValue: { values: [{ stringValue: 'Invalid span link removed' }] } },
    })
    expect(spansOf(raw)[1].links).toEqual(links)
    expect(spansOf(shown)[2].flags).toBe(257)
    expect((await backend.get(`/api/traces/${'0'.repeat(32)}`)).json.data[0].spans).toHaveLength(1)
  }))

/** Sent in chunks, without a content-length. */
function endless(): ReadableStream<Uint8Array> {
  const chunks = Array.from({ length: 21 }, () => new Uint8Array(megabyte))
  return ReadableStream.from(chunks)
}

function withBadSpan(): string {
  const good = sampleSpan({ traceId: newTraceId() })
  return JSON.stringify(traceExport(good, { ...good, spanId: 'xyz' }))
}

function gzipHalf(): Uint8Array<ArrayBuffer> {
  const zipped = gzipSync(whole)
  return new Uint8Array(zipped.subarray(0, zipped.length / 2))
}

/** Gzip of gzip members: one megabyte of zeros, repeated, without making 512 MiB first. */
function bomb(): Uint8Array<ArrayBuffer> {
  const member = gzipSync(Buffer.alloc(megabyte))
  return new Uint8Array(Buffer.concat(Array.from({ length: 512 }, () => member)))
}

test('protobuf that ends in the middle is refused in protobuf', () =>
  withBackend({}, async (backend) => {
    const body = protobufExport(sampleSpan({ traceId: newTraceId() }))

    const answer = await exportTo(backend, new Uint8Array(body.subarray(0, -5)), protobuf)

    expect(answer).toMatchObject({ status: 400, type: 'application/x-protobuf' })
    expect(answer.text.slice(0, 2)).toBe('\x08\x03') // field 1, code: INVALID_ARGUMENT
    expect(answer.text).toContain('ExportTraceServiceRequest')
    expect(await held(backend)).toMatchObject({ traces: 0 })
  }))

test('an empty protobuf body and an empty JSON object are exports of nothing', () =>
  withBackend({}, async (backend) => {
    expect(await exportTo(backend, '', protobuf)).toMatchObject({ status: 200, text: '' })
    expect(await exportTo(backend, '{}', json)).toMatchObject({ status: 200 })
  }))

test('another type is 415, another method 405, another path 404', () =>
  withBackend({}, async (backend) => {
    const url = `${backend.urls.otlp}/v1/traces`

    expect(await exportTo(backend, whole, { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      text: '415 unsupported media type, supported: [application/json, application/x-protobuf]',
    })
    expect(await ask(url)).toMatchObject({
      status: 405,
      text: '405 method not allowed, supported: [POST]',
    })
    expect((await ask(`${backend.urls.otlp}/v1/profiles`, { method: 'POST' })).status).toBe(404)
  }))

test('a page of another origin may export', () =>
  withBackend({}, async (backend) => {
    const headers = { 'access-control-request-headers': 'authorization,content-type' }
    const url = `${backend.urls.otlp}/v1/traces`
    const preflight = await fetch(url, { method: 'OPTIONS', headers })

    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type')
  }))

test('a client that goes away in the middle of a body harms nobody', () =>
  withBackend({}, async (backend) => {
    const { port, hostname } = new URL(backend.urls.otlp)
    const socket = connect(Number(port), hostname)
    const head = 'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
    await new Promise((sent) => socket.write(`${head}content-length: 1000\r\n\r\n{"res`, sent))
    socket.destroy()

    const traceId = newTraceId()
    await backend.send(sampleSpan({ traceId }))

    expect((await backend.get(`/api/traces/${traceId}`)).status).toBe(200)
    expect(await held(backend)).toMatchObject({ traces: 1 })
  }))

test('spans of a trace that has left are refused in the answer, in both encodings', () =>
  withBackend({ limits: { traces: 1 } }, async (backend) => {
    const gone = newTraceId()
    await backend.send(sampleSpan({ traceId: gone }))
    await backend.send(sampleSpan({ traceId: newTraceId() }))
    const late = [1, 2].map((n) => sampleSpan({ traceId: gone, spanId: `000000000000000${n}` }))

    const inJson = await exportTo(backend, JSON.stringify(traceExport(...late)), json)
    const inProtobuf = await exportTo(backend, new Uint8Array(protobufExport(...late)), protobuf)

    expect(inJson.json).toEqual({
      partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringContaining('had left') },
    })
    expect(inProtobuf).toMatchObject({ status: 200, type: 'application/x-protobuf' })
    const [tag, length, ...partial] = Buffer.from(inProtobuf.text)
    expect([tag, length]).toEqual([0x0a, partial.length]) // field 1, a message
    expect(partial.slice(0, 3)).toEqual([0x08, 2, 0x12]) // rejected_spans, then error_message
    expect(inProtobuf.text).toContain('had left')
    expect((await held(backend)).spans).toBe(1)
  }))
