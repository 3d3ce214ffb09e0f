import { randomBytes } from 'node:crypto'
import { target } from './target.ts'

/** Traces whose ids and services no other run has. In requests, `words` stand for them. */
export interface JaegerSample {
  words: Record<string, string>
  /** Unix milliseconds. */
  at: number
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex')
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })

interface SpanShape {
  traceId: string
  spanId: string
  start: number
  ms: number
  name: string
  [more: string]: unknown
}

export async function sendSamples(): Promise<JaegerSample> {
  const at = Date.now() - 60_000
  const run = hex(4)
  const words = {
    checkout: hex(16),
    payment: `${'0'.repeat(16)}${hex(8)}`,
    orphan: hex(16),
    nameless: hex(16),
    odd: hex(16),
    unknown: hex(16),
    shop: `shop-${run}`,
    stock: `stock-${run}`,
  }
  const span = ({ start, ms, ...rest }: SpanShape) => ({
    kind: 2,
    startTimeUnixNano: `${at + start}000000`,
    endTimeUnixNano: `${at + start + ms}000000`,
    ...rest,
  })
  const time = (ms: number) => `${at + ms}000000`
  await send(words.shop, [
    span({
      traceId: words.checkout,
      spanId: 'aaaaaaaaaaaaaaaa',
      start: 0,
      ms: 30,
      name: 'GET /checkout',
      traceState: 'vendor=1',
      flags: 257,
      attributes: [
        text('note', 'grüße €'),
        { key: 'yes', value: { boolValue: true } },
        { key: 'count', value: { intValue: '7' } },
        { key: 'big', value: { intValue: '1152921504606846977' } },
        { key: 'ratio', value: { doubleValue: 0.5 } },
        {
          key: 'list',
          value: { arrayValue: { values: [{ stringValue: 'x' }, { intValue: '1' }] } },
        },
        { key: 'map', value: { kvlistValue: { values: [text('k', 'v')] } } },
        { key: 'raw', value: { bytesValue: 'AQI=' } },
        { key: 'none', value: {} },
      ],
      events: [
        { name: 'z first', timeUnixNano: time(5), attributes: [text('k', 'v')] },
        { name: 'a second', timeUnixNano: time(7), attributes: [] },
      ],
      links: [{ traceId: 'f'.repeat(32), spanId: 'c'.repeat(16), attributes: [text('why', 'x')] }],
      status: { code: 1 },
    }),
    span({
      traceId: words.checkout,
      spanId: 'bbbbbbbbbbbbbbbb',
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      start: 2,
      ms: 20,
      name: 'GET',
      kind: 3,
      status: { code: 2, message: 'boom' },
    }),
    span({
      traceId: words.payment,
      spanId: 'dddddddddddddddd',
      start: -10_000,
      ms: 5,
      name: 'POST /pay',
      attributes: [text('user', 'ada')],
    }),
    span({
      traceId: words.orphan,
      spanId: 'eeeeeeeeeeeeeeee',
      parentSpanId: '1234567812345678',
      start: -20_000,
      ms: -5,
      name: 'GET /orphan',
      kind: 1,
    }),
  ])
  await send(words.stock, [
    span({
      traceId: words.checkout,
      spanId: 'cccccccccccccccc',
      parentSpanId: 'bbbbbbbbbbbbbbbb',
      start: 4,
      ms: 10,
      name: 'GET /stock',
    }),
  ])
  await sendOdd({ ...words, run }, at)
  await send(undefined, [
    span({
      traceId: words.nameless,
      spanId: '9999999999999999',
      start: 0,
      ms: 1,
      name: 'nameless',
    }),
  ])
  return { words: { ...words, run }, at }
}

/** What senders seldom say, and what the query service has something to say about. */
async function sendOdd({ odd: traceId = '', run }: Record<string, string>, at: number) {
  const time = (us: number) => BigInt(at) * 1_000_000n + BigInt(us) * 1000n
  const span = (id: string, from: number, to: number, more: object) => ({
    traceId,
    spanId: id.repeat(16),
    startTimeUnixNano: String(time(from) + 999n), // microseconds are cut
    endTimeUnixNano: String(time(to) + 999n),
    ...more,
  })
  const on = (ip: string, attributes: object[], scopeSpans: object[]) => ({
    resource: {
      attributes: [text('service.name', `odd-${run}`), text('ip', ip), ...attributes],
      droppedAttributesCount: 3,
    },
    scopeSpans,
  })
  const [parent, child] = [
    span('1', 0, 20_000, {
      name: 'numbers',
      flags: '257',
      droppedAttributesCount: 1,
      droppedEventsCount: 2,
      droppedLinksCount: 3,
      attributes: [
        { key: 'double', value: { doubleValue: 3 } },
        { key: 'huge', value: { intValue: '@9007199254740993@' } },
        {
          key: 'list',
          value: { arrayValue: { values: [{ doubleValue: 3 }, text('', '<&>').value] } },
        },
        {
          key: 'packed',
          value: { kvlistValue: { values: [{ key: 'b', value: { intValue: 1 } }] } },
        },
        { key: 'peer.ipv4', value: { intValue: 16909060 } },
        text('telemetry.sdk.name', 'opentelemetry'),
        text('span.kind', 'mine'),
      ],
      events: [{ timeUnixNano: String(time(5) + 999n), name: 'e', droppedAttributesCount: 4 }],
      links: [
        { attributes: [text('why', 'no ids')] },
        { traceId: 'f'.repeat(32), spanId: 'c'.repeat(16), traceState: 'a=b', flags: 1 },
      ],
    }),
    span('2', -3000, 2000, {
      name: 'early',
      kind: 2,
      parentSpanId: '1'.repeat(16),
      links: [{ traceId, spanId: '1'.repeat(16) }],
    }),
  ]
  const scope = { name: 'odd', attributes: [text('of', 'scope')], droppedAttributesCount: 2 }
  const request = {
    resourceSpans: [
      on('10.0.0.1', [], [{ spans: [parent] }]),
      on('10.0.0.2', [], [{ scope, spans: [child, span('3', 1, 1, { name: 'no length' })] }]),
    ],
  }
  await post(JSON.stringify(request).replace(/"@(\d+)@"/, '$1'))
}

async function send(service: string | undefined, spans: unknown[]): Promise<void> {
  const attributes = [...(service ? [text('service.name', service)] : []), text('host.name', 'h1')]
  const scope = { name: 'sample', version: '1.0' }
  const body = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope, spans }] }] }
  await post(JSON.stringify(body))
}

async function post(body: string): Promise<void> {
  const response = await fetch(`${target.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  if (response.status !== 200) throw new Error(`OTLP: ${response.status} ${await response.text()}`)
}
