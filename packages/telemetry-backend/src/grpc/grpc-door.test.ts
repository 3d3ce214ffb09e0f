import { once } from 'node:events'
import { createServer } from 'node:net'
import { Client, connectivityState, credentials, Metadata, status } from '@grpc/grpc-js'
import { expect, onTestFinished, test } from 'vitest'
import { startBackend } from '../backend.ts'
import { protobufExport } from '../testing/otlp-protobuf.ts'
import { newTraceId, sampleSpan } from '../testing/otlp-samples.ts'
import { ask, type TestBackend, withBackend } from '../testing/with-backend.ts'

const traces = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
const logs = '/opentelemetry.proto.collector.logs.v1.LogsService/Export'
const megabyte = 1024 * 1024
const gzip = { 'grpc.default_compression_algorithm': 2 }
const asItIs = (bytes: Buffer) => bytes

function clientOf({ urls }: TestBackend, options = {}): Client {
  const client = new Client(new URL(urls.otlpGrpc ?? '').host, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

interface Reply {
  code: number
  details: string
  /** In hex. */
  body: string
}

function call(client: Client, message: Buffer, path = traces): Promise<Reply> {
  return new Promise((answered) => {
    client.makeUnaryRequest(path, asItIs, asItIs, message, new Metadata(), (error, body) =>
      answered(
        error
          ? { code: error.code, details: error.details, body: '' }
          : { code: status.OK, details: '', body: body?.toString('hex') ?? '' },
      ),
    )
  })
}

async function held({ get }: TestBackend): Promise<{ traces: number; spans: number }> {
  return (await get('/api/onetrace/about')).json.held
}

test.each([
  ['as it is', {}],
  ['in gzip', gzip],
])('an export over gRPC, %s, gives the trace that it gives over HTTP', (_, options) =>
  withBackend({}, async (backend) => {
    const [first, second] = [newTraceId(), newTraceId()]
    const span = sampleSpan({ traceId: first })

    const answer = await call(clientOf(backend, options), protobufExport(span))
    const overHttp = await ask(`${backend.urls.otlp}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: new Uint8Array(protobufExport({ ...span, traceId: second })),
    })

    expect(overHttp.status).toBe(200)
    expect(answer).toEqual({ code: status.OK, details: '', body: '' })
    const { spans = [] } = backend.trace(first) ?? {}
    expect(spans).toEqual(
      backend.trace(second)?.spans.map((stored) => ({ ...stored, traceId: first })),
    )
    expect(spans).toHaveLength(1)
  }),
)

test.each([
  ['bytes that are no protobuf', Buffer.alloc(5, 0xff), status.INTERNAL, 'unmarshalling'],
  ['an export that ends in the middle', cutExport(), status.INTERNAL, 'unmarshalling'],
  ['more than 4 MiB', Buffer.alloc(4 * megabyte + 1), status.RESOURCE_EXHAUSTED, '4194304'],
])('%s is refused, and stores nothing', (_, message, code, details) =>
  withBackend({}, async (backend) => {
    const answer = await call(clientOf(backend), message)

    expect(answer).toEqual({ code, details: expect.stringContaining(details), body: '' })
    expect(await held(backend)).toMatchObject({ traces: 0, spans: 0 })
  }),
)

function cutExport(): Buffer {
  return protobufExport(sampleSpan({ traceId: newTraceId() })).subarray(0, -4)
}

test('a small message that unzips to more than the limit is refused', () =>
  withBackend({}, async (backend) => {
    const answer = await call(clientOf(backend, gzip), Buffer.alloc(50 * megabyte))

    expect(answer).toMatchObject({ code: status.RESOURCE_EXHAUSTED })
  }))

test('log records over gRPC are lines', () =>
  withBackend({}, async (backend) => {
    // resourceLogs { scopeLogs { logRecords { body { stringValue: "hi" } } } }
    const message = Buffer.from('0a0a12081206' + '2a04' + '0a026869', 'hex')

    const answer = await call(clientOf(backend), message, logs)

    expect(answer).toMatchObject({ code: status.OK })
    expect(backend.logs()).toMatchObject([
      { text: 'hi', labels: { service_name: 'unknown_service' } },
    ])
  }))

test('an export that is refused is counted, and one of a trace that has left is told', () =>
  withBackend({ limits: { traces: 1 } }, async (backend) => {
    const gone = newTraceId()
    await backend.send(sampleSpan({ traceId: gone }))
    await backend.send(sampleSpan({ traceId: newTraceId() }))
    const client = clientOf(backend)

    await call(client, cutExport())
    const { body } = await call(client, protobufExport(sampleSpan({ traceId: gone })))

    const { counters } = (await backend.get('/api/onetrace/about')).json
    expect(counters).toMatchObject({ exportsRefused: 1, spansLate: 1 })
    expect(Buffer.from(body, 'hex').toString()).toContain('had left')
  }))

test('other services and methods are UNIMPLEMENTED, as with Jaeger', () =>
  withBackend({}, async (backend) => {
    const client = clientOf(backend)
    const codeOf = async (path: string) => (await call(client, Buffer.alloc(0), path)).code

    expect(await codeOf(traces.replace('Export', 'Import'))).toBe(status.UNIMPLEMENTED)
    expect(await codeOf('/grpc.health.v1.Health/Check')).toBe(status.UNIMPLEMENTED)
  }))

test('more exports at once than are read at a time are all taken', () =>
  withBackend({ limits: { bodiesBytes: 4 * megabyte, grpcBytes: megabyte } }, async (backend) => {
    const client = clientOf(backend)
    const ids = Array.from({ length: 50 }, newTraceId)

    const answers = await Promise.all(
      ids.map((traceId) => call(client, protobufExport(sampleSpan({ traceId })))),
    )

    expect(answers.map(({ code }) => code)).toEqual(ids.map(() => status.OK))
    expect(await held(backend)).toMatchObject({ traces: 50 })
  }))

test('a call whose caller leaves in the middle gives its place to the next one', () =>
  withBackend({ limits: { bodiesBytes: 4 * megabyte, grpcBytes: megabyte } }, async (backend) => {
    const client = clientOf(backend)
    const unfinished = client.makeClientStreamRequest(traces, asItIs, asItIs, () => {})
    await new Promise((sent) => unfinished.write(Buffer.alloc(0), sent))
    const next = call(clientOf(backend), protobufExport(sampleSpan({ traceId: newTraceId() })))

    unfinished.cancel()

    expect(await next).toMatchObject({ code: status.OK })
  }))

test('who speaks HTTP/1 there harms nobody', () =>
  withBackend({}, async (backend) => {
    const refused = await ask(`${backend.urls.otlpGrpc}/v1/traces`, { method: 'POST' }).catch(
      (error) => error.message,
    )

    expect(refused).toBe('fetch failed')
    const answer = await call(clientOf(backend), Buffer.alloc(0))
    expect(answer).toMatchObject({ code: status.OK })
  }))

test('a backend that closes lets its clients go', async () => {
  const backend = await startBackend({ ports: 0 })
  const client = new Client(new URL(backend.urls.otlpGrpc ?? '').host, credentials.createInsecure())
  onTestFinished(() => client.close())
  await call(client, Buffer.alloc(0))

  await backend.close()

  await expect
    .poll(() => client.getChannel().getConnectivityState(false))
    .not.toBe(connectivityState.READY)
})

test('a taken port is named, with who needs it and which variable moves it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const { port: otlpGrpc } = other.address() as { port: number }

  const starting = startBackend({ ports: { otlp: 0, query: 0, loki: 0, otlpGrpc } })

  await expect(starting).rejects.toThrow(
    `port ${otlpGrpc} on 127.0.0.1 is taken: the telemetry backend needs it for spans in, OTLP/gRPC; OTLP_GRPC_PORT moves it`,
  )
})
