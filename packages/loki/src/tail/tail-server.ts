import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { parseLimit, parseTime } from '../api/range-params.ts'
import type { LogStore } from '../log-store.ts'
import { parseLogql } from '../logql/parse.ts'
import { LokiError } from '../loki-error.ts'
import { nowNano } from '../time.ts'
import { startTail, type TailQuery } from './start-tail.ts'

const path = '/loki/api/v1/tail'
const hour = 3600n * 1_000_000_000n

export interface TailServer {
  accept: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close: () => void
}

/** `GET /loki/api/v1/tail` over WebSocket: lines as they arrive, after those since `start`. */
export function createTailServer(store: LogStore): TailServer {
  const clients = new Set<WebSocket>()
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 })
  return {
    accept: (request, socket, head) => {
      const tail = readTail(request)
      if (tail instanceof LokiError) return refuse(socket, tail.message)
      server.handleUpgrade(request, socket, head, (client) => {
        clients.add(client)
        client.on('close', () => clients.delete(client))
        client.on('error', () => client.terminate())
        startTail(client, store, tail)
      })
    },
    close: () => {
      for (const client of clients) client.terminate()
    },
  }
}

function readTail({ url = '' }: IncomingMessage): TailQuery | LokiError {
  const params = new URLSearchParams(url.slice(path.length + 1))
  try {
    const query = parseLogql(params.get('query') ?? '')
    if (query.kind !== 'logs') throw new LokiError('tail takes log queries, no metric queries')
    const start = parseTime(params, 'start') ?? nowNano() - hour
    return { query, start, limit: parseLimit(params) }
  } catch (error) {
    if (error instanceof LokiError) return error
    throw error
  }
}

function refuse(socket: Duplex, message: string): void {
  const body = `${message}\n`
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
