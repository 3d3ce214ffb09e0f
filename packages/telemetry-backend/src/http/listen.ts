import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { logLine } from '../log-line.ts'
import { type Answer, text } from './answer.ts'

export interface Listener {
  url: string
  /** Ends soon: answers under way get a short time, and open streams none. */
  close(): Promise<void>
}

/** Who needs the port, and which variable moves it; the message about a taken port tells both. */
export interface PortReason {
  host: string
  port: number
  purpose: string
  variable: string
}

/** A connection that leaves HTTP, for WebSocket. */
export interface Upgrade {
  wants: (request: IncomingMessage) => boolean
  handle: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface ListenOptions extends PortReason {
  upgrade?: Upgrade | undefined
  timeouts?: Partial<Timeouts>
  answer: (request: IncomingMessage) => Answer | Promise<Answer>
}

export class PortError extends Error {
  override name = 'PortError'
}

/** How long answers under way get when a door closes. */
export const closeGraceMs = 250

export async function listen(options: ListenOptions): Promise<Listener> {
  const { upgrade } = options
  const limits = { ...timeouts, ...options.timeouts, maxHeaderSize: 32 * 1024 }
  // A client may offer an upgrade that nobody here takes, as Java's client offers HTTP/2. That must
  // not end the request.
  const shouldUpgradeCallback = upgrade?.wants ?? (() => false)
  const server = createServer({ ...limits, shouldUpgradeCallback }, (request, response) => {
    void respond(options.answer, request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    upgrade?.handle(request, socket, head)
  })
  await bind(server, options)
  return { url: urlOf(server, options.host), close: () => close(server) }
}

export function urlOf(server: NetServer, host: string): string {
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

type Timeouts = typeof timeouts

/** The connection of a client that sends slowly, or nothing, is closed. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** How often Node looks. Its default is so long that it would double the other limits. */
  connectionsCheckingInterval: 5000,
}

export function bind(server: NetServer, options: PortReason): Promise<void> {
  return new Promise((bound, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => failed(portError(cause, options)))
    server.listen(options.port, options.host, bound)
  })
}

export function portError(
  cause: NodeJS.ErrnoException,
  { host, port, purpose, variable }: PortReason,
): PortError {
  const reasons: Record<string, string> = { EADDRINUSE: 'is taken', EACCES: 'is not permitted' }
  const reason = reasons[cause.code ?? ''] ?? `cannot be opened (${cause.message})`
  const message = `port ${port} on ${host} ${reason}: the telemetry backend needs it for ${purpose}; ${variable} moves it`
  return new PortError(message, { cause })
}

async function respond(
  handle: ListenOptions['answer'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A peer may go away in the middle of a request. Without a listener that error would end the
  // process.
  request.on('error', () => {})
  response.on('error', () => {})
  const answer = await answerOrFail(handle, request)
  if (response.destroyed) return
  if ('stream' in answer) return answer.stream(response)
  response.writeHead(answer.status, {
    'content-length': Buffer.byteLength(answer.body),
    'x-content-type-options': 'nosniff',
    ...answer.headers,
  })
  response.end(answer.body)
}

async function answerOrFail(
  handle: ListenOptions['answer'],
  request: IncomingMessage,
): Promise<Answer> {
  try {
    return await handle(request)
  } catch (err) {
    if (request.socket.destroyed) return text('', 499) // the client went away: nobody reads this
    logLine('error', 'request failed', {
      method: request.method,
      url: request.url,
      err: err instanceof Error ? err.stack : String(err),
    })
    return text('internal error\n', 500)
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done))
  const grace = setTimeout(() => server.closeAllConnections(), closeGraceMs)
  await closed
  clearTimeout(grace)
}
