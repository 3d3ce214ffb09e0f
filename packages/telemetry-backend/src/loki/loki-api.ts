import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { LokiParts, Route as LokiRoute } from '@onetrace/loki'
import { attributeText } from '@onetrace/spans'
import type { OtlpRequest } from '@onetrace/spans/otlp'
import { type Answer, answer, text } from '../http/answer.ts'
import { BodyError, type ReadBody } from '../http/body.ts'
import type { Upgrade } from '../http/listen.ts'
import { type Ask, createRouter, type Route } from '../http/router.ts'
import { logLine } from '../log-line.ts'

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

export type LokiApiParts = LokiParts & { readBody: ReadBody }

/**
 * Loki's API over the store. LogQL's parser and all that stands on it weigh 10 MB, which a process
 * that is asked for traces alone need not carry: they are loaded with the first request.
 */
export function createLokiApi(given: LokiApiParts): LokiApi {
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

/** The one of exports on OTLP's own port. */
const otlpDecoder = {
  decode: async (request: OtlpRequest) =>
    (await import('@onetrace/spans/otlp')).decodeOtlpLogs(request),
  textOf: attributeText,
}

async function load({ readBody, ...parts }: LokiApiParts) {
  const { createLoki, LokiError } = await import('@onetrace/loki')
  const { queries, intake, tail } = createLoki({ ...parts, otlp: otlpDecoder })
  const readOrRefuse: ReadBody = async (request, limit) => {
    try {
      return await readBody(request, limit)
    } catch (error) {
      if (!(error instanceof BodyError)) throw error
      throw new LokiError(error.message, { status: statusOf[error.reason] })
    }
  }
  const router = (routes: LokiRoute[]) => createLokiRouter(routes, readOrRefuse)
  return { all: router([...queries, ...intake]), queries: router(queries), tail }
}

const statusOf = { malformed: 400, 'too large': 413, busy: 503 }

function createLokiRouter(routes: LokiRoute[], readBody: ReadBody): Handle {
  return createRouter(
    routes.map((route) => served(route, readBody)),
    () => text('404 page not found\n', 404),
    () => text('Method Not Allowed\n', 405),
  )
}

/** One of loki's routes as the router here takes it. */
function served({ handle, ...route }: LokiRoute, readBody: ReadBody): Route {
  return {
    ...route,
    handle: async ({ request, ...ask }: Ask) => {
      const read = (limit: number) => readBody(withoutSnappy(request), limit)
      const { status, type, body } = await handle({
        ...ask,
        headers: request.headers,
        readBody: read,
      })
      return type === undefined ? { status, headers: {}, body } : answer(status, type, body)
    },
  }
}

/** Promtail may name the snappy of its message as the encoding of the body; it is no layer more. */
function withoutSnappy(request: IncomingMessage): IncomingMessage {
  if (request.headers['content-encoding'] === 'snappy') delete request.headers['content-encoding']
  return request
}

function failTail(socket: Duplex, err: unknown): void {
  logLine('error', 'tail failed', { err: String(err) })
  socket.destroy()
}
