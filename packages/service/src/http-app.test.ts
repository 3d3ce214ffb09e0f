import { once } from 'node:events'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { brotliCompress, deflate, gzip } from 'node:zlib'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { createHttpApp } from './http-app.ts'
import { createHttpServer } from './http-server.ts'
import { jsonBody } from './json-body.ts'
import { callerGone } from './request-scope.ts'
import { createWorld, type Served, withServer } from './test-world.ts'

type World = ReturnType<typeof createWorld> & Served

function withApp(routes: (router: Router) => void, fn: (world: World) => Promise<unknown>) {
  const world = createWorld()
  const router = Router()
  routes(router)
  const app = createHttpApp({ ...world, routes: router })
  return withServer(createHttpServer(app, world), (served) => fn({ ...world, ...served }))
}

const echo = (router: Router) =>
  router.post('/echo', jsonBody, (req, res) => void res.json(req.body ?? 'no body'))

const post = (
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) =>
  fetch(`${url}/echo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

const requestsCounted = async ({ metrics }: World) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('http_requests_total{'))

test('an unknown route is a 404 in JSON, and its path is no metric label', () =>
  withApp(echo, async (world) => {
    const response = await fetch(`${world.url}/orders/7?key=hush`)

    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'no route GET /orders/7',
      code: 'not_found',
    })
    await world.inFlight.idle()
    expect(await requestsCounted(world)).toEqual([
      'http_requests_total{endpoint="unmatched",method="GET",status="404"} 1',
    ])
  }))

test('nothing tells what the server is made of, and without an SDK there is no trace to tell', () =>
  withApp(echo, async ({ url }) => {
    const { headers } = await post(url, '{}')

    expect([...headers.keys()].toSorted()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-security-policy',
      'content-type',
      'cross-origin-resource-policy',
      'date',
      'keep-alive',
      'referrer-policy',
      'x-content-type-options',
    ])
  }))

test.each([
  ['a body that is no JSON', '{"a":', {}, 400, 'invalid_request'],
  ['a body that is not UTF-8', Uint8Array.of(34, 255, 34), {}, 400, 'invalid_request'],
  ['another type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  ['a body of more than 64 kB', `"${'x'.repeat(64 * 1024)}"`, {}, 413, 'payload_too_large'],
  ['an unknown encoding', '{}', { 'content-encoding': 'lzma' }, 415, 'unsupported_media_type'],
  ['a body that is not gzip', '{}', { 'content-encoding': 'gzip' }, 400, 'invalid_request'],
  [
    'a charset that is not UTF-8',
    '{}',
    { 'content-type': 'application/json; charset=latin1' },
    415,
    'unsupported_media_type',
  ],
])('%s is refused', (_what, body, headers, status, code) =>
  withApp(echo, async ({ url }) => {
    const response = await post(url, body, headers)

    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code, status })
  }),
)

test.each(['null', '"x"', '1', 'true', '[]'])('%s is JSON, of whatever shape', (body) =>
  withApp(echo, async ({ url }) => {
    const response = await post(url, body)

    expect(response.status).toBe(200)
  }),
)

test.each([
  ['gzip', gzip],
  ['deflate', deflate],
  ['br', brotliCompress],
])('a body in %s is read', (encoding, compress) =>
  withApp(echo, async ({ url }) => {
    const zipped = await promisify<string, Buffer>(compress)('{"a":1}')

    const response = await post(url, new Uint8Array(zipped), { 'content-encoding': encoding })

    expect(await response.json()).toEqual({ a: 1 })
  }),
)

test('a small body that inflates beyond the limit is refused', () =>
  withApp(echo, async ({ url }) => {
    const bomb = new Uint8Array(await promisify(gzip)(`"${'x'.repeat(1_000_000)}"`))

    const response = await post(url, bomb, { 'content-encoding': 'gzip' })

    expect(response.status).toBe(413)
  }))

test('a path that does not decode is the caller’s mistake', () =>
  withApp(
    (router) => router.get('/users/:id', (_req, res) => void res.json({})),
    async ({ url }) => {
      const response = await fetch(`${url}/users/%zz`)

      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        code: 'invalid_request',
        detail: 'the path is not percent-encoded UTF-8',
      })
    },
  ))

test('a thrown error is an opaque 500 for the caller, and whole in the log', () =>
  withApp(
    (router) =>
      router.get('/fails', async () => {
        throw new Error('password is hush')
      }),
    async (world) => {
      const response = await fetch(`${world.url}/fails`)

      expect(response.status).toBe(500)
      expect(await response.json()).toEqual({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        detail: 'internal error',
        code: 'internal',
      })
      await world.inFlight.idle()
      expect(world.lines).toMatchObject([
        {
          level: 'error',
          msg: 'request failed',
          fields: { endpoint: '/fails', status: 500, err: new Error('password is hush') },
        },
      ])
    },
  ))

test('a request writes one line and one observation, with the route template', () =>
  withApp(
    (router) => router.get('/users/:id/orders', (_req, res) => void res.status(201).json({})),
    async (world) => {
      await fetch(`${world.url}/users/7/orders?cursor=8`)

      await world.inFlight.idle()
      expect(world.lines).toEqual([
        {
          level: 'info',
          msg: 'request served',
          fields: {
            endpoint: '/users/:id/orders',
            method: 'GET',
            status: 201,
            durationMs: expect.any(Number),
          },
        },
      ])
      expect(await requestsCounted(world)).toEqual([
        'http_requests_total{endpoint="/users/:id/orders",method="GET",status="201"} 1',
      ])
    },
  ))

test('a 4xx is written with its code and reason, as no failure of ours', () =>
  withApp(
    (router) =>
      router.get('/orders/:id', () => {
        throw new ApiError('not_found', 'no order 7')
      }),
    async (world) => {
      await fetch(`${world.url}/orders/7`)

      await world.inFlight.idle()
      expect(world.lines).toMatchObject([
        { level: 'info', fields: { status: 404, code: 'not_found', reason: 'no order 7' } },
      ])
    },
  ))

test.each([
  [0, '127.0.0.1'],
  [1, '10.0.0.2'],
])('with %i trusted proxies the address of the caller is %s', (proxies, address) => {
  const routes = Router().get('/', (req, res) => void res.json(req.ip))
  const app = createHttpApp({ ...createWorld(), routes, proxies })
  return withServer(app, async ({ url }) => {
    const response = await fetch(url, { headers: { 'x-forwarded-for': '10.0.0.1, 10.0.0.2' } })

    expect(await response.json()).toBe(address)
  })
})

test('a 401 says which scheme it wants', () =>
  withApp(
    (router) =>
      router.get('/', () => {
        throw new ApiError('unauthorized', 'no key')
      }),
    async ({ url }) => {
      const response = await fetch(url)

      expect(response.headers.get('www-authenticate')).toBe('Bearer')
    },
  ))

test('an error after half an answer cuts the connection, and is logged', () =>
  withApp(
    (router) =>
      router.get('/half', async (_req, res) => {
        res.write('half')
        throw new Error('broke')
      }),
    async (world) => {
      const answer = fetch(`${world.url}/half`).then((response) => response.text())

      await expect(answer).rejects.toThrow('terminated')
      await world.inFlight.idle()
      expect(world.lines).toMatchObject([
        { level: 'error', msg: 'request failed', fields: { status: 500, err: new Error('broke') } },
      ])
    },
  ))

test('a caller who leaves aborts the work, and counts as 499', () => {
  const aborted = Promise.withResolvers<unknown>()
  const leave = new AbortController()
  return withApp(
    (router) =>
      router.get('/slow', (_req, res) => {
        const gone = callerGone(res)
        gone.addEventListener('abort', () => aborted.resolve(gone.reason))
        leave.abort()
      }),
    async (world) => {
      await expect(fetch(`${world.url}/slow`, { signal: leave.signal })).rejects.toThrow('aborted')

      expect(await aborted.promise).toEqual(
        new ApiError('client_closed_request', 'the caller left'),
      )
      await world.inFlight.idle()
      expect(await requestsCounted(world)).toEqual([
        'http_requests_total{endpoint="/slow",method="GET",status="499"} 1',
      ])
    },
  )
})

test('work that starts after the caller has left is aborted at once', () => {
  const signals = Promise.withResolvers<AbortSignal>()
  return withApp(
    (router) =>
      router.get('/late', (_req, res) => {
        res.once('close', () => signals.resolve(callerGone(res)))
        res.destroy()
      }),
    async ({ url }) => {
      await expect(fetch(`${url}/late`)).rejects.toThrow('fetch failed')

      expect((await signals.promise).aborted).toBe(true)
    },
  )
})

test('a caller who leaves in the middle of an upload counts as 499', () =>
  withApp(echo, async (world) => {
    const socket = connect(world.port, '127.0.0.1')
    const type = 'content-type: application/json\r\n'
    socket.write(`POST /echo HTTP/1.1\r\nhost: x\r\n${type}content-length: 100\r\n\r\n{"half`)
    await once(world.server, 'request')

    socket.destroy()
    await world.inFlight.idle()

    expect(await requestsCounted(world)).toEqual([
      'http_requests_total{endpoint="/echo",method="POST",status="499"} 1',
    ])
  }))

test('HEAD is answered like GET without the body, OPTIONS with what the route takes', () =>
  withApp(
    (router) => router.get('/orders', (_req, res) => void res.json({ orders: [] })),
    async ({ url }) => {
      const head = await fetch(`${url}/orders`, { method: 'HEAD' })
      const options = await fetch(`${url}/orders`, { method: 'OPTIONS' })

      expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
        200,
        '13',
        '',
      ])
      expect(options.headers.get('allow')).toBe('GET, HEAD')
    },
  ))
