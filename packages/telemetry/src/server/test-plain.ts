import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { traceNothingOn, withSpan } from '../index.ts'
import { expressApp } from './test-express.ts'

export const serverNames = [
  'express',
  'plain',
  'tls',
  'upgrading',
  'once',
  'checking',
  'untraced',
] as const
export type ServerName = (typeof serverNames)[number]

/** TLS without a certificate: both ends take a cipher that asks for none. */
export const anonymousTls = {
  ciphers: 'AECDH-AES128-SHA:@SECLEVEL=0',
  maxVersion: 'TLSv1.2',
} as const

/** Each server that a kind of request is sent to, by name, with its port. */
export async function listenAll(): Promise<Record<ServerName, number>> {
  const servers: Record<ServerName, Server> = {
    express: createServer(expressApp()),
    plain: createServer(plain),
    tls: createTlsServer(anonymousTls, plain),
    upgrading: createServer(plain).on('upgrade', (_req, socket) => {
      withSpan('upgraded', () => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    }),
    once: Object.assign(createServer(plain), { maxRequestsPerSocket: 1 }),
    checking: createServer(plain)
      .on('checkContinue', plain)
      .on('checkExpectation', (_req, res) => res.writeHead(417).end()),
    untraced: createServer(plain),
  }
  const ports: Record<string, number> = {}
  for (const [name, server] of Object.entries(servers)) {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    ports[name] = (server.address() as AddressInfo).port
  }
  traceNothingOn(ports.untraced ?? 0)
  return ports
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void

const plain: RequestListener = (req, res) => {
  const [, what = ''] = /^\/(\w+)/.exec(req.url ?? '') ?? []
  const answer = answers[what] ?? ((_req, res) => res.end(what))
  answer(req, res)
}

const answers: Record<string, Answer> = {
  status: (req, res) => res.writeHead(Number(req.url?.split('/').at(-1))).end(),
  child: (_req, res) => withSpan('child', () => res.end()),
  /** Asks for nothing of the request, and answers when the client has gone. */
  hang: (req) => void req.resume(),
  /** Says what became of it, as recordRequests of packages/service does. */
  left: (req, res) => {
    req.resume()
    res.prependOnceListener('close', () => {
      res.statusCode = 499
    })
  },
  destroy: (_req, res) => void res.destroy(),
  throws: (_req, res) => {
    setImmediate(() => res.destroy())
    throw new RangeError('out of paper')
  },
  /** An answer that fails once it has begun. */
  error: (_req, res) => {
    res.on('error', () => res.destroy())
    res.writeHead(200)
    res.emit('error', new RangeError('out of paper'))
  },
  later: (_req, res) => {
    setImmediate(() => withSpan('later', () => res.end()))
  },
  after: (_req, res) => {
    res.once('close', () => withSpan('after', () => {}))
    res.end()
  },
  /** A span for each event that the request and its answer tell of. */
  events: (req, res) => {
    req.on('data', () => withSpan('data', () => {}))
    req.once('end', () => {
      withSpan('end', () => {})
      setImmediate(() => res.end())
    })
    res.once('finish', () => withSpan('finish', () => {}))
    res.once('close', () => withSpan('close', () => {}))
  },
}
