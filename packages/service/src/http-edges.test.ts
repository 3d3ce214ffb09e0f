import { once } from 'node:events'
import { connect } from 'node:net'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { createHttpApp } from './http-app.ts'
import { createHttpServer } from './http-server.ts'
import { jsonBody } from './json-body.ts'
import { createWorld, type Served, sendRaw, withServer } from './test-world.ts'

type World = ReturnType<typeof createWorld> & Served

function withApp(fn: (world: World) => Promise<unknown>) {
  const world = createWorld()
  const routes = Router()
  routes.get('/orders/:id', (req, res) => void res.json({ path: req.originalUrl }))
  routes.put('/orders/:id', jsonBody, (_req, res) => void res.json({}))
  routes.post('/orders', jsonBody, (req, res) => void res.json(req.body ?? 'none'))
  const nested = Router().get('/nested', (_req, res) => void res.json({}))
  const app = createHttpApp({ ...world, routes: Router().use(nested, routes) })
  return withServer(createHttpServer(app, world), (served) => fn({ ...world, ...served }))
}

const json = 'content-type: application/json\r\n'
const get = 'GET /orders/7 HTTP/1.1\r\n'
const close = 'connection: close\r\n'
const large = `content-length: ${64 * 1024 + 1}\r\n`
const host = 'host: shop\r\n'

test.each([
  ['one Host', `${get}${host}${close}\r\n`, 200, undefined],
  ['two Hosts', `${get}${host}Host: other\r\n\r\n`, 400, 'invalid_request'],
  ['no Host', `${get}${close}\r\n`, 400, 'invalid_request'],
  ['no Host in HTTP/1.0', 'GET /orders/7 HTTP/1.0\r\n\r\n', 200, undefined],
  ['absolute-form', `GET http://shop/orders/7 HTTP/1.1\r\n${host}${close}\r\n`, 200, undefined],
  [
    'absolute-form without a path',
    `GET http://shop?a=1 HTTP/1.1\r\n${host}${close}\r\n`,
    404,
    'not_found',
  ],
  [
    'a transfer coding',
    `POST /orders HTTP/1.1\r\n${host}${json}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    501,
    'not_implemented',
  ],
  ['another method', `DELETE /orders/7 HTTP/1.1\r\n${host}${close}\r\n`, 405, 'method_not_allowed'],
  [
    'a strange method',
    `PURGE /orders/7 HTTP/1.1\r\n${host}${close}\r\n`,
    405,
    'method_not_allowed',
  ],
  ['HEAD of a POST', `HEAD /orders HTTP/1.1\r\n${host}${close}\r\n`, 405, undefined],
  ['a path of nobody', `GET /shops HTTP/1.1\r\n${host}${close}\r\n`, 404, 'not_found'],
  ['another expectation', `${get}${host}expect: tea\r\n\r\n`, 417, 'expectation_failed'],
  [
    'an announced body that is too large, of which nothing comes',
    `POST /orders HTTP/1.1\r\n${host}${json}${close}${large}\r\n`,
    413,
    'payload_too_large',
  ],
  [
    'a body that is too large before it ends',
    `POST /orders HTTP/1.1\r\n${host}${json}${close}transfer-encoding: chunked\r\n\r\n10001\r\n${'x'.repeat(65_537)}`,
    413,
    'payload_too_large',
  ],
  [
    'a body that is too large, and asked for',
    `POST /orders HTTP/1.1\r\n${host}${json}expect: 100-continue\r\n${large}\r\n`,
    413,
    'payload_too_large',
  ],
  [
    'a body without a type',
    `POST /orders HTTP/1.1\r\n${host}${close}content-length: 2\r\n\r\n{}`,
    415,
    'unsupported_media_type',
  ],
  ['no body', `POST /orders HTTP/1.1\r\n${host}${close}content-length: 0\r\n\r\n`, 200, undefined],
  ['no HTTP', 'hello\r\n\r\n', 400, 'invalid_request'],
  ['headers of 20 kB', `${get}${host}x: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
  [
    'a chunk without a size',
    `POST /orders HTTP/1.1\r\n${host}${json}transfer-encoding: chunked\r\n\r\nz\r\n`,
    400,
    'invalid_request',
  ],
])('%s: status, line and metric say the same', (_what, request, status, code) =>
  withApp(async (world) => {
    const answer = await sendRaw(world.port, request)

    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head.toLowerCase()).toContain('\r\nx-content-type-options: nosniff')
    if (code) expect(JSON.parse(body)).toMatchObject({ code, status, type: 'about:blank' })
    await world.inFlight.idle()
    expect(world.lines.map(({ fields }) => fields.status)).toEqual([status])
    const counted = (await world.metrics.text()).match(
      /^http_requests_total\{.*status="(\d+)".* 1$/gm,
    )
    expect(counted).toHaveLength(1)
    expect(counted?.[0]).toContain(`status="${status}"`)
  }),
)

test.each([
  ['DELETE', '/orders/7', 'GET, HEAD, PUT'],
  ['GET', '/orders', 'POST'],
  ['POST', '/nested', 'GET, HEAD'],
])('%s %s is told what is allowed', (method, path, allow) =>
  withApp(async ({ url }) => {
    const response = await fetch(url + path, { method })

    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
  }),
)

test('the metric knows no methods but those of the conventions', () =>
  withApp(async (world) => {
    await sendRaw(world.port, `PURGE /orders HTTP/1.1\r\n${host}${close}\r\n`)

    await world.inFlight.idle()
    expect(await world.metrics.text()).toContain('method="_OTHER",status="405"')
  }))

test('who waits to be asked for a body is asked, once it is wanted', () =>
  withApp(async ({ port }) => {
    const socket = connect(port, '127.0.0.1')
    const head = `POST /orders HTTP/1.1\r\n${host}${json}${close}expect: 100-continue\r\n`
    socket.setEncoding('utf8').write(`${head}content-length: 7\r\n\r\n`)
    const [asked] = await once(socket, 'data')

    socket.write('{"a":1}')

    expect(asked).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"a":1\}$/)
    socket.destroy()
  }))

test('after an answer that did not wait for the body the connection can be used again', () =>
  withApp(async ({ port }) => {
    const first = `POST /orders HTTP/1.1\r\n${host}${json}${large}\r\n${'x'.repeat(64 * 1024 + 1)}`

    const answers = await sendRaw(port, `${first}${get}${host}${close}\r\n`)

    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200'])
  }))

test('requests sent at once are answered in order, bodies included', () =>
  withApp(async ({ port }) => {
    const post = (n: number) =>
      `POST /orders HTTP/1.1\r\n${host}${json}content-length: 7\r\n\r\n{"a":${n}}`
    const many = Array.from({ length: 300 }, (_, n) => (n % 2 ? `${get}${host}\r\n` : post(n % 10)))

    const answers = await sendRaw(port, `${many.join('')}${get}${host}${close}\r\n`)

    const bodies = [...answers.matchAll(/\r\n\r\n(\{.*?\})/g)].map(([, body]) =>
      JSON.parse(body ?? ''),
    )
    expect(bodies).toEqual([
      ...many.map((_, n) => (n % 2 ? { path: '/orders/7' } : { a: n % 10 })),
      { path: '/orders/7' },
    ])
  }))

test('60,000 requests on one connection do not hold up another', () =>
  withApp(async ({ port, url }) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    socket.write(`${get}${host}\r\n`.repeat(60_000))
    await once(socket, 'data')

    const other = await fetch(`${url}/orders/8`)

    expect(other.status).toBe(200)
    // Most of the flood is still to come: the other one did not wait for it.
    expect(socket.bytesRead).toBeLessThan(60_000 * 100)
    socket.destroy()
  }))
