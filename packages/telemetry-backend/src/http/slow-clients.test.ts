import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { readToEnd } from '../testing/raw-connection.ts'
import { text } from './answer.ts'
import { BodyError, createReadBody } from './body.ts'
import { BodyBudget } from './body-budget.ts'
import { listen } from './listen.ts'

const readBody = createReadBody(new BodyBudget(10_000))

async function withListener(run: (url: string) => Promise<void>): Promise<void> {
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    purpose: 'a test',
    variable: 'NONE',
    timeouts: { headersTimeout: 2000, requestTimeout: 2000, connectionsCheckingInterval: 50 },
    answer: async (request) => text(String((await readBody(request, 1000)).length)),
  })
  try {
    await run(listener.url)
  } finally {
    await listener.close()
  }
}

/**
 * The first line of the answer to these bytes. They are sent as soon as it connects: bytes that
 * reach a closed socket are answered with a reset, which may overtake the 408.
 */
async function statusFor(url: string, bytes: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  socket.write(bytes)
  return (await readToEnd(socket)).split('\r\n')[0]
}

test('who sends nothing, or a body that does not end, is closed with 408', () =>
  withListener(async (url) => {
    const half = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nxxx'

    const statuses = await Promise.all(['', half].map((bytes) => statusFor(url, bytes)))

    expect(statuses).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 408 Request Timeout'])
  }))

test('bodies under way have a common bound, and what is given back can be taken again', () => {
  const budget = new BodyBudget(10)

  expect([budget.take(6), budget.take(5), budget.take(4)]).toEqual([true, false, true])
  budget.give(10)
  expect(budget.take(10)).toBe(true)
  expect(new BodyError('x', { reason: 'busy' }).reason).toBe('busy')
})
