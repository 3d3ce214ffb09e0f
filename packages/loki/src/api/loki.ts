import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createTailServer } from '../tail/tail-server.ts'
import type { Route } from './http.ts'
import type { LokiParts } from './parts.ts'
import { pushRoutes, queryRoutes } from './routes.ts'

export interface Loki {
  /** The routes that ask for lines. */
  queries: Route[]
  /** The other routes of Loki's own port: push and `/ready`. */
  intake: Route[]
  /** `/loki/api/v1/tail` over WebSocket, which is no HTTP any more and so needs no route. */
  tail: {
    accept: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
    close: () => void
  }
}

/** Loki's API over a store of lines. */
export function createLoki(parts: LokiParts): Loki {
  return {
    queries: queryRoutes(parts),
    intake: pushRoutes(parts),
    tail: createTailServer(parts.store),
  }
}
