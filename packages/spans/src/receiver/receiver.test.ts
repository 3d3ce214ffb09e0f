import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { outline } from '../testing.ts'
import { startReceiver } from './receiver.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const recorded = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))
const protobuf = { 'content-type': 'application/x-protobuf' }
const json = { 'content-type': 'application/json' }
const tree = 'orders: POST /orders\n  orders: GET\n'

async function start() {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const post = (body: Uint8Array | string, headers: Record<string, string>, path = '/v1/traces') =>
    fetch(receiver.url + path, { method: 'POST', body: body as string, headers })
  return { receiver, post }
}

describe('takes what exporters send', () => {
  test.each([
    ['protobuf', recorded('orders.otlp.bin'), protobuf],
    ['JSON', recorded('orders.otlp.json'), json],
    ['gzip', gzipSync(recorded('orders.otlp.bin')), { ...protobuf, 'content-encoding': 'gzip' }],
  ])('%s', async (_, body, headers) => {
    const { receiver, post } = await start()

    const response = await post(body, headers)

    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      headers['content-type'],
    ])
    const trace = receiver.trace(traceId)
    expect(outline(trace)).toBe(tree)
    expect(receiver.traces()).toEqual([trace])
    expect(receiver.refused).toEqual([])
  })

  test('an export that is sent twice makes one tree all the same', async () => {
    const { receiver, post } = await start()

    await post(recorded('orders.otlp.bin'), protobuf)
    await post(recorded('orders.otlp.json'), json)

    const trace = receiver.trace(traceId.toUpperCase())
    expect(trace?.spans).toHaveLength(4)
    expect(outline(trace)).toBe(tree)
  })

  test('metrics and logs are taken and dropped', async () => {
    const { receiver, post } = await start()

    const answers = [await post('{}', json, '/v1/logs'), await post('{}', json, '/v1/metrics')]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(receiver.traces()).toEqual([])
  })

  test('a trace of which nothing came is none', async () => {
    const { receiver } = await start()

    expect(receiver.trace(traceId)).toBeUndefined()
  })
})

test('a process is pointed here by the environment', async () => {
  const { receiver } = await start()

  expect(receiver.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(receiver.env).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  })
})

describe('refuses, and keeps why', () => {
  const gzip = { ...protobuf, 'content-encoding': 'gzip' }
  const bomb = gzipSync(Buffer.alloc(21 * 1024 * 1024))
  test.each([
    ['another path', '', json, '/v1/spans', 404, 'expected /v1/traces, got /v1/spans'],
    ['another type', '', { 'content-type': 'text/plain' }, undefined, 415, 'expected content type'],
    ['no protobuf', 'x', protobuf, undefined, 400, 'expected an ExportTraceServiceRequest'],
    ['no gzip', 'x', gzip, undefined, 400, 'the body is not gzip'],
    ['too much once inflated', bomb, gzip, undefined, 400, 'request body too large'],
    [
      'another encoding',
      'x',
      { ...protobuf, 'content-encoding': 'br' },
      undefined,
      400,
      'unsupported content-encoding',
    ],
  ])('%s', async (_, body, headers: Record<string, string>, path, status, why) => {
    const { receiver, post } = await start()

    const response = await post(body, headers, path)

    expect(response.status).toBe(status)
    expect(receiver.refused).toEqual([expect.stringContaining(`${status}: ${why}`)])
    expect(receiver.traces()).toEqual([])
  })
})

test('closing ends open connections, and does no harm the second time', async () => {
  const { receiver, post } = await start()
  await post(recorded('orders.otlp.bin'), protobuf)

  await receiver.close()
  await receiver.close()

  await expect(post('', protobuf)).rejects.toThrow('fetch failed')
})

test('a port that is taken is an error', async () => {
  const { receiver } = await start()

  const second = startReceiver({ port: Number(new URL(receiver.url).port) })

  await expect(second).rejects.toThrow('EADDRINUSE')
})
