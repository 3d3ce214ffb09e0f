import { expect, test } from 'vitest'
import { hideBaggageValues } from './hop-headers.ts'
import { otlpJson, sentSpans } from './test-otlp.ts'
import { runNode } from './test-process.ts'
import { type HttpReceiver, withHttpReceiver } from './test-receivers.ts'

const received = {
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'vendor=1,other=2',
  baggage: 'tenant=demo,mail=ada%40example.com;p=1',
}

/** A server that calls another, called once with the headers above. */
const oneHop = `
  import { createServer } from 'node:http'
  import { shutdownTelemetry } from './src/index.ts'
  const server = createServer(async (_request, response) => {
    await fetch(process.env.CALLED + '/called')
    response.end()
  })
  server.listen(0, '127.0.0.1', async () => {
    const headers = JSON.parse(process.env.RECEIVED)
    // This is not fetch, because fetch would inject a context of its own.
    const { get } = await import('node:http')
    get({ port: server.address().port, headers }, async (response) => {
      response.resume().once('end', async () => {
        await shutdownTelemetry()
        process.exit()
      })
    })
  })`

async function hop(headers: Record<string, string>, receiver: HttpReceiver) {
  const env = { ...otlpJson, CALLED: receiver.url, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
  await runNode({ code: oneHop, env: { ...env, RECEIVED: JSON.stringify(headers) } })
  const spans = sentSpans(receiver)
  const called = receiver.received.find(({ path }) => path === '/called')
  return {
    sent: called?.headers,
    client: headersOf(spans.find(({ kind }) => kind === 'CLIENT')?.attributes),
    server: headersOf(spans.find(({ kind }) => kind === 'SERVER')?.attributes),
  }
}

function headersOf(attributes: Record<string, unknown> = { 'no such span': true }) {
  const recorded = Object.entries(attributes).filter(([key]) => /header|no such/.test(key))
  return Object.fromEntries(recorded.map(([key, value]) => [key.split('.').at(-1), value]))
}

test('a server span holds the context as it was received, a client span as it was sent', () =>
  withHttpReceiver(async (receiver) => {
    const { sent, client, server } = await hop(received, receiver)

    expect(server).toEqual({
      traceparent: [received.traceparent],
      tracestate: [received.tracestate],
      baggage: ['tenant=*,mail=*'],
    })
    expect(sent?.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)/)
    expect(client).toEqual({
      traceparent: [sent?.traceparent],
      tracestate: [sent?.tracestate],
      baggage: ['tenant=*,mail=*'],
    })
  }))

test('a caller that sends no context leaves no header on the server span', () =>
  withHttpReceiver(async (receiver) => {
    const { sent, client, server } = await hop({}, receiver)

    expect(server).toEqual({})
    expect(client).toEqual({ traceparent: [sent?.traceparent] })
  }))

test.each([
  ['tenant=demo', 'tenant=*'],
  ['tenant=demo , mail = ada%40example.com;secret;p=1', 'tenant=*,mail=*'],
  ['ada@example.com', '*'],
  ['ada@example.com=1,ok=2', '*,ok=*'],
  ['Ada', '*'],
  ['', '*'],
])('of the baggage %s no value is kept', (header, kept) => {
  expect(hideBaggageValues(header)).toBe(kept)
})
