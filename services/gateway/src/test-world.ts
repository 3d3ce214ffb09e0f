import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import {
  createHttpApp,
  createHttpServer,
  createServiceContext,
  createUpstream,
} from '@onetrace/service'
import { createLogger } from '@onetrace/telemetry'
import { parseApiKeys } from './api-keys.ts'
import { checkAuth } from './auth-check.ts'
import { limitRequests } from './rate-limit.ts'
import { gatewayRoutes } from './routes.ts'

export async function withServer(
  listener: RequestListener | Server,
  fn: (served: { url: string; port: number }) => Promise<unknown>,
): Promise<void> {
  const server = typeof listener === 'function' ? createServer(listener) : listener
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  try {
    await fn({ url: `http://127.0.0.1:${port}`, port })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export const bearer = { authorization: 'Bearer key-1' }

export interface Seen extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  body: Buffer
}

type Answer = (...args: Parameters<RequestListener>) => void

/** Lends a gateway in front of one server, which stands for both services and keeps what it got. */
export function withGateway(
  answer: Answer,
  fn: (gateway: { url: string; port: number; seen: Seen[] }) => Promise<unknown>,
  limits: { perCaller?: number; perStranger?: number } = {},
): Promise<void> {
  const windowMs = 600_000 // longer than any test
  const seen: Seen[] = []
  const upstream: RequestListener = async (req, res) => {
    const { method, url, headers } = req
    seen.push({ method, url, headers, body: await buffer(req) })
    answer(req, res)
  }
  return withServer(upstream, ({ url: baseUrl }) => {
    const service = createUpstream({ name: 'orders', baseUrl, timeoutMs: 60_000 })
    const apiKeys = parseApiKeys(
      `shop=${sha256('key-1')},shop=${sha256('key-3')},till=${sha256('key-2')}`,
    )
    if (!apiKeys) throw new Error('expected API keys of the right form')
    const limit = limitRequests({ apiKeys, perCaller: 100, perStranger: 100, windowMs, ...limits })
    const auth = checkAuth(apiKeys)
    const routes = gatewayRoutes({ limit, auth, users: service, orders: service })
    const context = createServiceContext(createLogger({ level: 'silent' }))
    const server = createHttpServer(createHttpApp({ routes, ...context }), context)
    return withServer(server, (gateway) => fn({ ...gateway, seen }))
  })
}
