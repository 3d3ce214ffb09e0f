import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Answer } from '../http/answer.ts'

export interface Remote {
  /** `http://host:port`, with a path in front of its API where it has one. */
  url: string
  /** Its name in messages, and the variable that holds its address. */
  what: string
  variable: string
}

const deadlineMs = 30_000
/**
 * Headers about a single connection must not be passed on, since there are two connections here.
 */
const ofConnection = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Passes a request on, and its answer back, byte by byte. When that fails, `fail` gives the answer.
 */
export function forward(
  remote: Remote,
  request: IncomingMessage,
  fail: (message: string) => Answer,
): Promise<Answer> {
  return new Promise((answered) => {
    const outgoing = ask(remote, request, withoutOwn(request.headers))
    outgoing.setTimeout(deadlineMs, () => outgoing.destroy(new Error('no answer in time')))
    outgoing.on('error', (error) => answered(fail(explain(remote, error))))
    outgoing.on('response', (answer) =>
      answered({
        stream: (response) => {
          response.writeHead(answer.statusCode ?? 502, withoutOwn(answer.headers))
          answer.on('error', () => response.destroy()).pipe(response)
          response.on('close', () => outgoing.destroy())
        },
      }),
    )
    request.pipe(outgoing)
  })
}

/** The same for a connection that leaves HTTP: `tail` over WebSocket. */
export function forwardUpgrade(
  remote: Remote,
  request: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
): void {
  const { connection = 'Upgrade', upgrade = 'websocket' } = request.headers
  const outgoing = ask(remote, request, { ...withoutOwn(request.headers), connection, upgrade })
  socket.on('error', () => outgoing.destroy())
  outgoing.on('error', (error) => refuse(socket, `502 Bad Gateway`, `${explain(remote, error)}\n`))
  outgoing.on('response', (answer) => {
    socket.write(headOf(answer))
    answer.pipe(socket)
  })
  outgoing.on('upgrade', (answer, upstream, first) => {
    socket.write(headOf(answer))
    socket.write(first)
    upstream.write(head)
    upstream.on('error', () => socket.destroy()).pipe(socket)
    socket.on('error', () => upstream.destroy()).pipe(upstream)
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
  })
  outgoing.end()
}

function ask(
  { url }: Remote,
  { method = 'GET', url: path = '/' }: IncomingMessage,
  headers: IncomingHttpHeaders,
): ClientRequest {
  const { protocol, hostname, port, pathname } = new URL(url)
  const send = protocol === 'https:' ? requestHttps : requestHttp
  // It is put together by hand, so that no request line can lead to another host.
  const base = pathname.replace(/\/+$/, '')
  return send({
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    method,
    path: base + path,
    headers,
  })
}

function withoutOwn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.has(name)))
}

function explain({ url, what, variable }: Remote, error: Error): string {
  const reason = error.message || String((error as NodeJS.ErrnoException).code)
  return `${what} at ${url}, which ${variable} names, cannot be reached: ${reason}`
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}\r\n`] : [],
  )
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${pairs.join('')}\r\n`
}

function refuse(socket: Duplex, status: string, body: string): void {
  const length = Buffer.byteLength(body)
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${body}`,
  )
}
