import type { RequestListener } from 'node:http'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { createHttpApp } from './http-app.ts'
import { createWorld, type Served, withServer } from './test-world.ts'
import { createUpstream, type UpstreamRequest } from './upstream.ts'

const untilLeft = new AbortController().signal
const get: UpstreamRequest = { method: 'GET', path: '/users/7', signal: untilLeft }

const callTo = ({ url }: { url: string }, timeoutMs = 60_000) =>
  createUpstream({ name: 'users', baseUrl: url, timeoutMs })

const withUsers = (listener: RequestListener, fn: (served: Served) => Promise<unknown>) =>
  withServer(listener, fn)

test('a request passes with its method, headers and body, and its answer comes back byte by byte', () =>
  withUsers(
    async (req, res) => {
      const { method, url, headers } = req
      res.writeHead(201, { 'x-seen': `${method} ${url} ${headers['x-caller']}` })
      req.pipe(res)
    },
    async (users) => {
      const bytes = Uint8Array.of(0, 255, 239, 187, 191, 128)

      const answer = await callTo(users)({
        ...get,
        method: 'POST',
        headers: { 'x-caller': 'shop' },
        body: bytes,
      })

      expect(answer.status).toBe(201)
      expect(answer.headers.get('x-seen')).toBe('POST /users/7 shop')
      expect(new Uint8Array(answer.body)).toEqual(bytes)
    },
  ))

test.each([['the headers'], ['the end of the body']])(
  'an upstream that keeps us waiting for %s is an upstream_timeout',
  (what) =>
    withUsers(
      (_req, res) => {
        if (what !== 'the headers') res.write('half')
      },
      async (users) => {
        await expect(callTo(users, 30)(get)).rejects.toThrow(
          new ApiError('upstream_timeout', 'users did not answer within 30 ms'),
        )
      },
    ),
)

test('an upstream that is not there is unavailable', async () => {
  let gone = { url: '' }
  await withUsers(
    () => {},
    async (users) => {
      gone = users
    },
  )

  await expect(callTo(gone)(get)).rejects.toThrow(
    new ApiError('unavailable', 'users cannot be reached'),
  )
})

test('an upstream that hangs up before it answers is unavailable', () =>
  withUsers(
    (_req, res) => void res.destroy(),
    async (users) => {
      await expect(callTo(users)(get)).rejects.toThrow(
        new ApiError('unavailable', 'users cannot be reached'),
      )
    },
  ))

const answers: Record<string, string> = {
  'is no HTTP': 'hello\r\n\r\n',
  'is cut in its body': 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf',
  'is cut between chunks': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n',
  'has two lengths': 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nhalf',
  'has headers without end': `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`,
  'is too large': `HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n${'x'.repeat(2_000_000)}`,
}

test.each(Object.keys(answers))('an answer that %s is an upstream_error', (what) =>
  withUsers(
    (req) => void req.socket.end(answers[what] ?? ''),
    async (users) => {
      await expect(callTo(users)(get)).rejects.toThrow(
        new ApiError('upstream_error', 'the answer of users is no HTTP, too large or cut'),
      )
    },
  ),
)

test.each([
  ['nobody has said how long he waits', undefined, 54_000],
  ['the caller waits less', 1000, 900],
  ['the caller waits for ever', 99_999_999, 54_000],
])('the other service is told how long it is waited for: %s', (_what, waits, most) => {
  let told = 0
  return withUsers(
    (req, res) => {
      told = Number(req.headers['x-remaining-ms'])
      res.end()
    },
    async (users) => {
      const app = createHttpApp({
        ...createWorld(),
        routes: Router().get('/', async (_req, res) => {
          await callTo(users)(get)
          res.end()
        }),
      })
      await withServer(app, ({ url }) =>
        fetch(url, { headers: waits === undefined ? {} : { 'x-remaining-ms': String(waits) } }),
      )

      expect(told).toBeLessThanOrEqual(most)
      expect(told).toBeGreaterThan(0)
    },
  )
})

test('when the time that the caller gave is over, nothing is called any more', () => {
  let calls = 0
  return withUsers(
    (_req, res) => {
      calls += 1
      res.end()
    },
    async (users) => {
      const routes = Router().get('/', async (_req, res) => {
        await callTo(users)(get)
        res.end()
      })
      await withServer(createHttpApp({ ...createWorld(), routes }), async ({ url }) => {
        const response = await fetch(url, { headers: { 'x-remaining-ms': '0' } })

        expect(response.status).toBe(504)
        expect(await response.json()).toMatchObject({ code: 'deadline_exceeded' })
      })
      expect(calls).toBe(0)
    },
  )
})

test('a redirect is shown as a mistake and not followed', () => {
  const paths: (string | undefined)[] = []
  return withUsers(
    (req, res) => {
      paths.push(req.url)
      res.writeHead(302, { location: '/elsewhere' }).end()
    },
    async (users) => {
      await expect(callTo(users)(get)).rejects.toThrow(
        new ApiError('upstream_error', 'users answered with a redirect (302)'),
      )
      expect(paths).toEqual(['/users/7'])
    },
  )
})

test('when the caller leaves, the call is canceled and the upstream sees the connection close', () => {
  const caller = new AbortController()
  const closed = Promise.withResolvers<void>()
  return withUsers(
    (_req, res) => {
      res.once('close', () => closed.resolve())
      caller.abort(new ApiError('client_closed_request', 'the caller left'))
    },
    async (users) => {
      await expect(callTo(users)({ ...get, signal: caller.signal })).rejects.toThrow(
        new ApiError('client_closed_request', 'the caller left'),
      )
      await closed.promise
    },
  )
})

test('a caller who has left already costs the upstream nothing', () => {
  let requests = 0
  return withUsers(
    (_req, res) => {
      requests += 1
      res.end()
    },
    async (users) => {
      const left = AbortSignal.abort(new ApiError('client_closed_request', 'the caller left'))

      await expect(callTo(users)({ ...get, signal: left })).rejects.toThrow('the caller left')

      expect(requests).toBe(0)
    },
  )
})
