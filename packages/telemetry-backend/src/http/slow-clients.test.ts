import { expect, test } from 'vitest'
import { connectTo, readToEnd } from '../testing/raw-connection.ts'
import { ask } from '../testing/with-backend.ts'
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
    timeouts: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 },
    answer: async (request) => text(String((await readBody(request, 1000)).length)),
  })
  try {
    await run(listener.url)
  } finally {
    await listener.close()
  }
}

test('who sends nothing, or a body that does not end, is closed with 408', () =>
  withListener(async (url) => {
    const [silent, slow] = [await connectTo(url), await connectTo(url)]
    const replies = [silent, slow].map(async (socket) => (await readToEnd(socket)).split('\r\n')[0])
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
