/** Traces that other programs wrote. */
import { readFileSync } from 'node:fs'
import { type Trace, toTraces } from '@onetrace/spans'
import { decodeOtlpTraces } from '@onetrace/spans/otlp'
import { readTraceFile } from '@onetrace/spans/trace-file'
import { expect, test } from 'vitest'
import { placeOrderText } from './place-order.ts'
import { printTrace } from './text/print-trace.ts'

const fixture = (name: string) => new URL(`../../spans/src/fixtures/${name}`, import.meta.url)
const print = (traces: Trace[]) => traces.map((trace) => printTrace(trace)).join('\n')

test('the example of the OpenTelemetry specification', async () => {
  // It is examples/trace.json of opentelemetry-proto: its ids are in capitals, its times are
  // numbers, and the span's parent is not in it.
  const traces = await readTraceFile(fixture('specification.otlp.json'))

  expect(print(traces)).toBe("my.service: I'm a server span [server]\n")
  expect(traces).toMatchObject([
    {
      traceId: '5b8efff798038103d269b633813fc60c',
      spans: [
        {
          spanId: 'eee19b7ec3c1b174',
          parentSpanId: 'eee19b7ec3c1b173',
          startTime: 1544712660000000000n,
          attributes: { 'my.span.attr': 'some value' },
          scope: { name: 'my.library', version: '1.0.0' },
        },
      ],
    },
  ])
})

test("what Python's SDK 1.45.2 exports: two services, a failed call, a link to another trace", () => {
  const spans = ['python-shop.otlp.bin', 'python-stock.otlp.bin'].flatMap((name) =>
    decodeOtlpTraces({ body: readFileSync(fixture(name)), contentType: 'application/x-protobuf' }),
  )
  const [checkout, processing] = toTraces(spans)

  expect(print(toTraces(spans))).toBe(`\
shop: POST /checkout [server] {http.response.status_code=500} !error
  shop: price
  shop: GET [client] !error
    stock: GET /stock/{sku} [server] {http.response.status_code=503} !error
  shop: publish checkout.failed [producer]

stock: process checkout.failed [consumer]
`)
  expect(checkout?.spans.find(({ kind }) => kind === 'client')).toMatchObject({
    status: { code: 'error', message: 'RuntimeError: out of stock' },
    events: [{ name: 'exception', attributes: { 'exception.type': 'RuntimeError' } }],
    resource: { 'telemetry.sdk.language': 'python' },
  })
  expect(checkout?.spans.find(({ name }) => name === 'POST /checkout')?.attributes).toEqual({
    'http.request.method': 'POST',
    'http.response.status_code': 500,
    'cart.items': ['tea', 'cup'],
    'cart.total': 12.5,
    'cart.gift': false,
  })
  expect(processing?.spans[0]?.links).toMatchObject([{ traceId: checkout?.traceId }])
})

test("a file that Jaeger's page downloads, its trace id of 64 bits", async () => {
  const traces = await readTraceFile(fixture('jaeger-download.json'))

  expect(print(traces)).toBe(`\
frontend: HTTP GET /dispatch [server] {http.response.status_code=200}
  mysql: SQL SELECT [client] !error
  mysql: notify driver [consumer]
`)
  expect(traces).toMatchObject([
    {
      traceId: '00000000000000003c191d03fa8be065',
      spans: [
        {
          attributes: { 'request.nonce': 9007199254740993n },
          events: [{ name: 'Found customer', attributes: { level: 'info' } }],
          resource: { 'service.name': 'frontend', 'host.name': 'a1' },
        },
        { status: { code: 'error', message: 'timeout' } },
        {
          spanId: '00000000000001a2',
          links: [{ spanId: '00f067aa0ba902b7' }],
          attributes: {
            'driver.ids': '["T7","T9"]',
            signature: new Uint8Array([0xde, 0xad, 0xbe, 0xef]),
          },
          flags: 1,
        },
      ],
    },
  ])
})

test.each(['jaeger-2.13.json', 'jaeger-2.13-v3.json'])(
  '%s: what Jaeger 2.13 answered about an order, in its own JSON and in v3',
  async (name) => {
    const traces = await readTraceFile(fixture(name))

    expect(print(traces)).toBe(placeOrderText.trimStart())
  },
)

test('both say the same of each span', async () => {
  const files = ['jaeger-2.13.json', 'jaeger-2.13-v3.json']
  const [own, v3] = await Promise.all(files.map((name) => readTraceFile(fixture(name))))

  const told = (traces: Trace[] | undefined) =>
    traces
      ?.flatMap(({ spans }) => spans)
      .map(({ spanId, parentSpanId, service, kind, status, attributes, startTime }) => ({
        spanId,
        parentSpanId,
        service,
        kind,
        status,
        // v3 puts its warnings among the attributes, in words of its own.
        attributes: { ...attributes, '@jaeger@warnings': null },
        startTime: startTime / 1000n, // Jaeger's own JSON has microseconds
      }))
      .sort((a, b) => (a.spanId < b.spanId ? -1 : 1))
  expect(told(own)?.length).toBe(11)
  expect(told(own)).toEqual(told(v3))
})
