import type { Counters } from '../counters.ts'
import { type Answer, json, text } from '../http/answer.ts'
import { type Ask, createRouter, type Handler, type Route } from '../http/router.ts'
import { type LogStore, ownValue } from '../store/log-store.ts'
import { parseLogql } from './logql.ts'
import { LokiError } from './loki-error.ts'
import { takePush } from './push/push-route.ts'
import { parseRange } from './range-params.ts'
import { select } from './select.ts'
import { withDeadline } from './with-deadline.ts'

/** The query side of Loki's HTTP API, https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
export function lokiRoutes(store: LogStore): Route[] {
  const get = (path: string, read: (ask: Ask) => Answer): Route => ({
    method: 'GET',
    path,
    handle: inPlainText(read),
  })
  return [
    get('/loki/api/v1/query_range', ({ query }) => queryRange(store, query)),
    get('/loki/api/v1/labels', () => success(labelNames(store))),
    get('/loki/api/v1/label/:name/values', ({ params }) => success(values(store, params.name))),
  ]
}

export function createLokiServer(parts: { store: LogStore; counters: Counters }) {
  const push: Route = {
    method: 'POST',
    path: '/loki/api/v1/push',
    handle: inPlainText(({ request }) => takePush(request, parts)),
  }
  const ready: Route = { method: 'GET', path: '/ready', handle: () => text('ready\n') }
  return createRouter(
    [...lokiRoutes(parts.store), push, ready],
    () => text('404 page not found\n', 404),
    () => text('Method Not Allowed\n', 405),
  )
}

function inPlainText(read: Handler): Handler {
  return async (ask) => {
    try {
      return await read(ask)
    } catch (error) {
      if (!(error instanceof LokiError)) throw error
      return text(`${error.message}\n`, error.status)
    }
  }
}

function queryRange(store: LogStore, params: URLSearchParams): Answer {
  const query = parseLogql(params.get('query') ?? '')
  const range = parseRange(params)
  const result = withDeadline(() => select(store, query, range))
  return success({ resultType: 'streams', result, stats: {} })
}

/** Without data there is no `data`, as Loki answers for an unknown label. */
function success(data: unknown): Answer {
  return json({ status: 'success', ...(data !== undefined && { data }) })
}

function labelNames(store: LogStore): string[] {
  return [...new Set(store.labelSets().flatMap((labels) => Object.keys(labels)))].sort()
}

function values(store: LogStore, name = ''): string[] | undefined {
  const found = new Set(store.labelSets().flatMap((labels) => ownValue(labels, name) ?? []))
  return found.size > 0 ? [...found].sort() : undefined
}
