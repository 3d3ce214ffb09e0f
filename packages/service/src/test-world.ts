import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createLogger, createMetrics, type Logger } from '@onetrace/telemetry'
import { InFlight } from './in-flight.ts'

export interface LogLine {
  level: string
  msg: string
  fields: Record<string, unknown>
}

/** A logger that keeps its lines instead of writing them. */
export function keepingLogger() {
  const lines: LogLine[] = []
  const log = createLogger({ level: 'silent' })
  const keep = (level: string) => (fields: Record<string, unknown>, msg: string) =>
    void lines.push({ level, msg, fields })
  const levels = ['debug', 'info', 'warn', 'error', 'fatal'].map((name) => [name, keep(name)])
  return { log: Object.assign(log, Object.fromEntries(levels)) as Logger, lines }
}

/** What the parts of one process share, with log lines kept. */
export function createWorld() {
  return { ...keepingLogger(), metrics: createMetrics(), inFlight: new InFlight() }
}

export interface Served {
  url: string
  port: number
  server: Server
}

/** Lends a listening server on a port that the system chose. */
export async function withServer(
  listener: RequestListener | Server,
  fn: (served: Served) => Promise<unknown>,
): Promise<void> {
  const server = typeof listener === 'function' ? createServer(listener) : listener
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  try {
    await fn({ url: `http://127.0.0.1:${port}`, port, server })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Sends bytes that `fetch` would not, and gives the whole answer. */
export async function sendRaw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}
