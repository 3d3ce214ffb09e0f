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

async function send(service: string | undefined, spans: unknown[]): Promise<void> {
  const attributes = [...(service ? [text('service.name', service)] : []), text('host.name', 'h1')]
  const scope = { name: 'sample', version: '1.0' }
  const body = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope, spans }] }] }
  const response = await fetch(`${target.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status !== 200) throw new Error(`OTLP: ${response.status} ${await response.text()}`)
}
