import { request } from 'node:http'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, post, type TestBackend, withBackend } from '../testing/with-backend.ts'

async function push({ urls }: TestBackend, app: string, ...lines: string[]): Promise<void> {
  const values = lines.map((line) => [`${Date.now()}000000`, line])
  const streams = [{ stream: { app }, values }]
  expect((await post(`${urls.loki}/loki/api/v1/push`, { streams })).status).toBe(204)
}

interface Message {
  streams: { stream: Record<string, string>; values: [string, string][] }[]
  dropped_entries: unknown
}

function open(base: string, query: string) {
  const url = `${base.replace('http', 'ws')}/loki/api/v1/tail?${new URLSearchParams({ query })}`
  const client = new WebSocket(url)
  const messages: Message[] = []
  let failure: string | undefined
  client.on('message', (data) => messages.push(JSON.parse(String(data))))
  client.on('error', (error) => {
    failure = error.message
  })
  const lines = () =>
    messages.flatMap(({ streams }) =>
      streams.flatMap(({ values }) => values.map(([, line]) => line)),
    )
  return { client, messages, lines, failure: () => failure }
}

test.each(['loki', 'query'] as const)(
  'tail on the %s port gives what was there, then what comes',
  (door) =>
    withBackend({}, async (backend) => {
      await push(backend, 'shop', 'one x', 'two')
      const { client, lines, messages } = open(
        backend.urls[door],
        '{app="shop"} |= "x" | drop detected_level',
      )
      await expect.poll(lines).toEqual(['one x'])

      await push(backend, 'shop', 'three x', 'four')
      await push(backend, 'other', 'five x')
      await push(backend, 'shop', 'six x')

      await expect.poll(lines).toEqual(['one x', 'three x', 'six x'])
      expect(messages[0]).toEqual({
        streams: [
          {
            stream: { app: 'shop', service_name: 'shop' },
            values: [[expect.stringMatching(/^\d{19}$/), 'one x']],
          },
        ],
        dropped_entries: null,
      })
      client.close()
    }),
)

test('what tail cannot do is 400, and without WebSocket too', () =>
  withBackend({}, async ({ urls }) => {
    for (const query of ['{', 'rate({a="b"}[5m])']) {
      const { failure } = open(urls.loki, query)
      await expect.poll(failure).toMatch(/400/)
    }
    expect((await ask(`${urls.loki}/loki/api/v1/tail?query={a="b"}`)).status).toBe(400)
  }))

test('an offer to upgrade to something else is answered over HTTP', () =>
  withBackend({}, async ({ urls }) => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' }

    const status = await new Promise((done, failed) => {
      request(`${urls.query}/healthz`, { headers }, ({ statusCode }) => done(statusCode))
        .on('error', failed)
        .end()
    })

    expect(status).toBe(200)
  }))

test('a pattern that would backtrack for ever holds nobody, and close() leaves no reader behind', () =>
  withBackend({}, async (backend) => {
    const { client, lines } = open(backend.urls.loki, '{app="shop"} |~ "(a+)+$"')
    await new Promise((done) => client.on('open', done))

    await push(backend, 'shop', `${'a'.repeat(60)}!`, 'aa')

    await expect.poll(lines).toEqual(['aa'])
  }))
