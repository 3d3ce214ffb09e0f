import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, text } from '../testing/otlp-samples.ts'
import { connectTo, readToEnd } from '../testing/raw-connection.ts'
import { type TestBackend, withBackend } from '../testing/with-backend.ts'

async function isAlive({ send, get }: TestBackend): Promise<boolean> {
  const traceId = newTraceId()
  await send(sampleSpan({ traceId }))
  return (await get(`/api/traces/${traceId}`)).status === 200
}

const doors = ['otlp', 'query', 'loki', 'thriftHttp'] as const
const ports = { otlp: 0, query: 0, loki: 0, thriftHttp: 0 }

test.each([
  ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex'), '400'],
  ['noise', Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256)), '400'],
  ['a line that never ends', Buffer.alloc(40_000, 'x'), '400'],
  ['headers of 40 kB', Buffer.from(`GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`), '431'],
  ['a path of 40 kB', Buffer.from(`GET /${'y'.repeat(40_000)} HTTP/1.1\r\n\r\n`), '431'],
  [
    'two lengths',
    Buffer.from('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
    '400',
  ],
  [
    'a length and chunks',
    Buffer.from(
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ),
    '400',
  ],
])('%s is answered %3$s at every door and closed, and others are served', (_, bytes, status) =>
  withBackend({ ports }, async (backend) => {
    for (const door of doors) {
      const socket = await connectTo(backend.urls[door] ?? '')
      const answer = readToEnd(socket)
      socket.write(bytes)

      expect(`${door} ${(await answer).slice(0, 12)}`).toBe(`${door} HTTP/1.1 ${status}`)
    }
    expect(await isAlive(backend)).toBe(true)
  }),
)

const names = ['__proto__', 'constructor', 'toString', '../../etc/passwd', '\u0000', '💥', '"', ' ']

test.each(names)('%j is a name like any other: of a service, an operation, an attribute', (name) =>
  withBackend({}, async ({ send, get }) => {
    const traceId = newTraceId()
    await send(sampleSpan({ traceId, service: name, name, attributes: [text(name, name)] }))
    const asked = encodeURIComponent(name)
    const tags = encodeURIComponent(`{${JSON.stringify(name)}:${JSON.stringify(name)}}`)

    const services = await get('/api/services')
    const operations = await get(`/api/services/${asked}/operations`)
    const found = await get(`/api/traces?service=${asked}&operation=${asked}&tags=${tags}`)
    const summaries = await get('/api/v3/trace-summaries')
    const stats = await get('/api/onetrace/services')

    expect(services.json.data).toEqual([name])
    expect(operations.json.data).toEqual([name])
    expect(found.json.data).toMatchObject([{ traceID: traceId }])
    expect(summaries.json.summaries).toMatchObject([{ rootServiceName: name }])
    expect(stats.json.services).toMatchObject([{ name, requests: 1 }])
  }),
)

const badIds = [
  '..%2f..%2fetc',
  '%00',
  'f'.repeat(33),
  'f'.repeat(9000),
  '__proto__',
  '%E0%A4',
  '%',
]

test.each(badIds)('%j as a trace id is 400 wherever one is asked for', (id) =>
  withBackend({}, async ({ get }) => {
    for (const path of ['/api/traces/', '/api/v3/traces/', '/api/onetrace/doctor/']) {
      expect((await get(path + id)).status).toBe(400)
    }
    expect((await get(`/api/traces?traceID=${id}`)).status).toBe(400)
  }),
)

const deep = '['.repeat(100_000)

test.each([
  ['tags', `/api/traces?service=a&tags=${encodeURIComponent('['.repeat(5000))}`],
  ['query.attributes', `/api/v3/trace-summaries?query.attributes=${'['.repeat(20_000)}`],
  ['a LogQL query', `/loki/api/v1/query_range?query=${'('.repeat(20_000)}`],
  ['another LogQL query', `/loki/api/v1/query_range?query=${'sum('.repeat(5000)}`],
])('%s nested without end is 400', (_, path) =>
  withBackend({}, async (backend) => {
    expect((await backend.get(path)).status).toBe(400)
    expect(await isAlive(backend)).toBe(true)
  }),
)

const nested = '['.repeat(20_000) + ']'.repeat(20_000)
const spans = (inner: string) => `{"resourceSpans":[{"scopeSpans":[{"spans":[${inner}]}]}]}`

test.each([
  ['an export of spans', 'otlp', '/v1/traces', [`{"resourceSpans":[${nested}]}`, spans(nested)]],
  [
    'a push of lines',
    'loki',
    '/loki/api/v1/push',
    [`{"streams":${nested}}`, `{"streams":[{"stream":{"a":${nested}},"values":[["1","x"]]}]}`],
  ],
] as const)(
  '%s nested without end is refused, and nothing of it is kept',
  (_, door, path, bodies) =>
    withBackend({}, async (backend) => {
      const headers = { 'content-type': 'application/json' }

      for (const body of [deep, nested, ...bodies]) {
        const answer = await fetch(backend.urls[door] + path, { method: 'POST', headers, body })
        expect(answer.status).toBe(400)
      }

      const { held } = (await backend.get('/api/onetrace/about')).json
      expect(held).toMatchObject({ traces: 0, spans: 0, logLines: 0 })
      expect(await isAlive(backend)).toBe(true)
    }),
)
