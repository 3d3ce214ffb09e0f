import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Counters } from '../counters.ts'
import type { Answer } from '../http/answer.ts'
import type { Upgrade } from '../http/listen.ts'
import { logLine } from '../log-line.ts'
import type { LogStore } from '../store/log-store.ts'

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
export function createLokiApi(store: LogStore, counters: Counters): LokiApi {
  let loaded: ReturnType<typeof load> | undefined
  const parts = () => {
    loaded ??= load(store, counters)
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

async function load(store: LogStore, counters: Counters) {
  const [{ createLokiServer, createLokiQueries }, { createTailServer }] = await Promise.all([
    import('./loki-routes.ts'),
    import('./tail/tail-server.ts'),
  ])
  return {
    all: createLokiServer({ store, counters }),
    queries: createLokiQueries(store),
    tail: createTailServer(store),
  }
}

function failTail(socket: Duplex, err: unknown): void {
  logLine('error', 'tail failed', { err: String(err) })
  socket.destroy()
}
