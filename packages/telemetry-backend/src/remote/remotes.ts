import type { IncomingMessage } from 'node:http'
import type { Counters } from '../counters.ts'
import { type Answer, text } from '../http/answer.ts'
import type { Upgrade } from '../http/listen.ts'
import type { Route } from '../http/router.ts'
import { v1Failure } from '../jaeger/v1-routes.ts'
import type { LogStore } from '../store/log-store.ts'
import { forward, forwardUpgrade } from './proxy.ts'
import { createRemoteFeed, type RemoteFeed } from './remote-feed.ts'
import { remoteRoutes } from './remote-routes.ts'

type Handle = (request: IncomingMessage) => Promise<Answer>

export interface RemoteJaeger {
  routes: Route[]
  /** All of Jaeger's own API. */
  api: Handle
  feed: RemoteFeed
}

const pollMs = 2000

export function connectJaeger(
  url: string,
  { logs, counters }: { logs: LogStore; counters: Counters },
): RemoteJaeger {
  const remote = { url, what: 'Jaeger', variable: 'JAEGER_URL' }
  return {
    routes: remoteRoutes({ jaeger: url, logs }),
    api: (request) => forward(remote, request, (message) => v1Failure(502, message)),
    feed: createRemoteFeed({
      jaeger: url,
      everyMs: pollMs,
      onFailure: () => {
        counters.remotePollsFailed += 1
      },
    }),
  }
}

export interface RemoteLoki {
  api: Handle
  tail: Upgrade
}

export function connectLoki(url: string): RemoteLoki {
  const remote = { url, what: 'Loki', variable: 'LOKI_URL' }
  return {
    api: (request) => forward(remote, request, (message) => text(`${message}\n`, 502)),
    tail: {
      wants: ({ url: path, headers }) =>
        Boolean(path?.startsWith('/loki/')) && headers.upgrade?.toLowerCase() === 'websocket',
      handle: (request, socket, head) => forwardUpgrade(remote, request, { socket, head }),
    },
  }
}
