import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { newTraceId, sampleSpan } from '../testing/otlp-samples.ts'
import { ask, withBackend } from '../testing/with-backend.ts'
import { text } from './answer.ts'
import { BodyError, readBody } from './body.ts'
import { BodyBudget } from './body-budget.ts'
import { listen } from './listen.ts'

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  await once(socket, 'connect')
  return socket
}

async function withListener(run: (url: string) => Promise<void>): Promise<void> {
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    purpose: 'a test',
    variable: 'NONE',
    timeouts: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 },
    answer: async (request) => text(String((await readBody(request, 1000)).length)),
  })
  try {
    await run(listener.url)
  } finally {
    await listener.close()
  }
}

test('a thousand connections that send nothing hold up nobody', () =>
  withBackend({}, async ({ urls, send, get }) => {
    const silent = await Promise.all(Array.from({ length: 1000 }, () => open(urls.otlp)))
    const traceId = newTraceId()

    await send(sampleSpan({ traceId }))
    const { status } = await get(`/api/traces/${traceId}`)

    expect(status).toBe(200)
    for (const socket of silent) socket.destroy()
  }))

test('who sends nothing, or a body that does not end, is closed with 408', () =>
  withListener(async (url) => {
    const [silent, slow] = [await open(url), await open(url)]
    const replies = [silent, slow].map(async (socket) => {
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      return String(Buffer.concat(chunks)).split('\r\n')[0]
    })
    // It stops writing: what a closed socket still gets is answered with a reset, which may overtake
    // the 408.
    slow.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nxxx')

    const statuses = await Promise.all(replies)

    expect(statuses).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 408 Request Timeout'])
    expect(await ask(url, { method: 'POST', body: 'abc' })).toMatchObject({
      status: 200,
      text: '3',
    })
  }))

test('bodies under way have a common bound, and what is given back can be taken again', () => {
  const budget = new BodyBudget(10)

  expect([budget.take(6), budget.take(5), budget.take(4)]).toEqual([true, false, true])
  budget.give(10)
  expect(budget.take(10)).toBe(true)
  expect(new BodyError('x', { reason: 'busy' }).reason).toBe('busy')
})
