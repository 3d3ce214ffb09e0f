import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answer } from '../http/answer.ts'
import type { Upgrade } from '../http/listen.ts'
import { logLine } from '../log-line.ts'
import type { LokiParts } from './loki-parts.ts'

type Handle = (request: IncomingMessage) => Answer | Promise<Answer>

export interface LokiApi {
  /** Everything, for its own port. */
  all: Handle
  /** The query side, for the port of the page. */
  queries: Handle
  /** `tail` over WebSocket. */
  tail: Upgrade
  close: () => void
}

/**
 * Loki's API over the store. LogQL's parser and all that stands on it weigh 10 MB, which a process
 * that is asked for traces alone need not carry: they are loaded with the first request.
 */
export function createLokiApi(given: LokiParts): LokiApi {
  let loaded: ReturnType<typeof load> | undefined
  const parts = () => {
    loaded ??= load(given)
    return loaded
  }
  return {
    all: async (request) => (await parts()).all(request),
    queries: async (request) => (await parts()).queries(request),
    tail: {
      wants: ({ url, headers }) =>
        url?.split('?')[0] === '/loki/api/v1/tail' &&
        headers.upgrade?.toLowerCase() === 'websocket',
      handle: (request, socket, head) => {
        parts()
          .then(({ tail }) => tail.accept(request, socket, head))
          .catch((err) => failTail(socket, err))
      },
    },
    close: () => {
      void loaded?.then(({ tail }) => tail.close())
    },
  }
}

async function load(parts: LokiParts) {
  const [{ createLokiServer, createLokiQueries }, { createTailServer }] = await Promise.all([
    import('./loki-routes.ts'),
    import('./tail/tail-server.ts'),
  ])
  return {
    all: createLokiServer(parts),
    queries: createLokiQueries(parts),
    tail: createTailServer(parts.store),
  }
}

function failTail(socket: Duplex, err: unknown): void {
  logLine('error', 'tail failed', { err: String(err) })
  socket.destroy()
}
