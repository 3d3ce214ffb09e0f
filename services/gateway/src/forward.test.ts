import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { securityHeaders } from '@onetrace/service'
import { expect, test } from 'vitest'
import { bearer, withGateway } from './test-world.ts'

const ok = (_req: unknown, res: { end: () => void }) => void res.end()

/** Sends a request line that `fetch` would change, and gives the status line. */
async function statusOf(port: number, target: string): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1')
  const headers = `host: x\r\nauthorization: ${bearer.authorization}\r\nconnection: close`
  socket.write(`GET ${target} HTTP/1.1\r\n${headers}\r\n\r\n`)
  return (await text(socket)).split('\r\n')[0]
}

test('only the listed headers pass, and who calls is said by us', () =>
  withGateway(ok, async ({ url, seen }) => {
    await fetch(`${url}/orders`, {
      method: 'POST',
      body: '{}',
      headers: {
        ...bearer,
        'content-type': 'application/json',
        'idempotency-key': 'k1',
        accept: 'application/json',
        'x-caller': 'somebody else',
        cookie: 'session=hush',
        'x-forwarded-for': '10.0.0.1',
      },
    })

    const { host, ...headers } = seen[0]?.headers ?? {}
    expect(headers).toEqual({
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': expect.any(String),
      'accept-language': '*',
      'content-length': '2',
      'content-type': 'application/json',
      'idempotency-key': 'k1',
      'sec-fetch-mode': 'cors',
      'user-agent': 'node',
      'x-caller': 'shop',
      'x-remaining-ms': '54000',
    })
  }))

test('the body passes byte by byte', () =>
  withGateway(ok, async ({ url, seen }) => {
    const body = Uint8Array.of(0, 255, 239, 187, 191, 128, 13, 10)

    await fetch(`${url}/users`, { method: 'POST', body, headers: bearer })

    expect(new Uint8Array(seen[0]?.body ?? [])).toEqual(body)
  }))

test('the answer comes back byte by byte, with the listed headers alone', () => {
  const body = Uint8Array.of(0, 255, 239, 187, 191, 128)
  return withGateway(
    (_req, res) => {
      const headers = {
        'content-type': 'image/png',
        location: '/orders/7',
        'idempotent-replayed': 'true',
        'set-cookie': 'session=hush',
        server: 'inside/1.0',
      }
      res.writeHead(201, headers).end(body)
    },
    async ({ url }) => {
      const response = await fetch(`${url}/orders/7`, { headers: bearer })

      const headers = Object.fromEntries(response.headers)
      for (const name of ['date', ...Object.keys(securityHeaders)]) delete headers[name]
      expect(response.status).toBe(201)
      expect(headers).toEqual({
        connection: 'keep-alive',
        'keep-alive': 'timeout=5',
        'content-length': '6',
        'content-type': 'image/png',
        location: '/orders/7',
        'idempotent-replayed': 'true',
      })
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(body)
    },
  )
})

test('an error of the service is the caller’s answer as it is', () => {
  const error = '{"error":{"code":"user_not_found","message":"no user 7"}}'
  return withGateway(
    (_req, res) => res.writeHead(422, { 'content-type': 'application/json' }).end(error),
    async ({ url }) => {
      const response = await fetch(`${url}/orders`, { method: 'POST', headers: bearer })

      expect(response.status).toBe(422)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.text()).toBe(error)
    },
  )
})

test('path and query pass in the form in which they came', () =>
  withGateway(ok, async ({ port, seen }) => {
    const target = '/users/a%2Fb%20c/orders?cursor=%2e%2e&limit=5&limit=6'

    const status = await statusOf(port, target)

    expect(status).toBe('HTTP/1.1 200 OK')
    expect(seen.map(({ url }) => url)).toEqual([target])
  }))

test.each([
  '/users/%2e%2e/orders',
  '/users/../orders',
  '/orders/%2E',
  '/orders/x\\..\\..\\admin',
  '/orders/x#y',
])('%s would become another path on the way, and is refused', (target) =>
  withGateway(ok, async ({ port, seen }) => {
    const status = await statusOf(port, target)

    expect(status).toBe('HTTP/1.1 400 Bad Request')
    expect(seen).toEqual([])
  }),
)

test('the form for proxies is taken, and what it asks for passed on in ours', () =>
  withGateway(ok, async ({ port, seen }) => {
    const status = await statusOf(port, 'http://elsewhere/orders/7?a=1')

    expect(status).toBe('HTTP/1.1 200 OK')
    expect(seen.map(({ url }) => url)).toEqual(['/orders/7?a=1'])
  }))

test('a GET with a body is served without it', () =>
  withGateway(ok, async ({ port, seen }) => {
    const socket = connect(port, '127.0.0.1')
    const headers = `host: x\r\nauthorization: ${bearer.authorization}\r\nconnection: close`
    socket.write(`GET /orders/7 HTTP/1.1\r\n${headers}\r\ncontent-length: 4\r\n\r\nbody`)

    const [status] = (await text(socket)).split('\r\n')

    expect(status).toBe('HTTP/1.1 200 OK')
    expect(seen.map(({ body }) => body.length)).toEqual([0])
  }))

test('HEAD passes as HEAD', () =>
  withGateway(ok, async ({ url, seen }) => {
    const response = await fetch(`${url}/orders/7`, { method: 'HEAD', headers: bearer })

    expect(response.status).toBe(200)
    expect(seen.map(({ method }) => method)).toEqual(['HEAD'])
  }))

test('a redirect of a service is a 502 that names no inner address', () =>
  withGateway(
    (_req, res) => res.writeHead(302, { location: 'http://10.0.0.7/secret' }).end(),
    async ({ url }) => {
      const response = await fetch(`${url}/orders/7`, { headers: bearer, redirect: 'manual' })

      expect(response.status).toBe(502)
      expect(response.headers.has('location')).toBe(false)
    },
  ))

test('a body beyond the limit is refused at the door', () =>
  withGateway(ok, async ({ url, seen }) => {
    const body = 'x'.repeat(100 * 1024 + 1)

    const response = await fetch(`${url}/orders`, { method: 'POST', body, headers: bearer })

    expect(response.status).toBe(413)
    expect(seen).toEqual([])
  }))

test('when the caller leaves, the call to the service is cut', () => {
  const caller = new AbortController()
  const closed = Promise.withResolvers<void>()
  return withGateway(
    (_req, res) => {
      res.once('close', () => closed.resolve())
      caller.abort()
    },
    async ({ url }) => {
      const call = fetch(`${url}/orders/7`, { headers: bearer, signal: caller.signal })

      await expect(call).rejects.toThrow('aborted')
      await closed.promise
    },
  )
})
