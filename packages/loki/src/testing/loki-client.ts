import type { Answer, Route } from '../api/http.ts'
import { createLoki } from '../api/loki.ts'
import type { LokiParts } from '../api/parts.ts'
import { ArrayStore } from './array-store.ts'

export interface Request {
  /** Below `/loki/api/v1/`, or from the root. */
  path: string
  query?: Record<string, string>
  /** Makes it a POST. */
  body?: string | Buffer
  headers?: Record<string, string>
}

export interface Reply extends Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  json: any
}

export type LokiClient = (request: Request) => Promise<Reply>

/** Asks the routes themselves, as a host would after its router. */
export function lokiClient(parts: Partial<LokiParts> = {}): LokiClient {
  const limits = { pushBytes: 32 * 1024 * 1024, logStreams: 100 }
  const { queries, intake } = createLoki({ store: new ArrayStore(), limits, ...parts })
  return async ({ path, query = {}, body, headers = {} }) => {
    const method = body === undefined ? 'GET' : 'POST'
    const { handle, params } = find(
      [...queries, ...intake],
      method,
      path.startsWith('/') ? path : `/loki/api/v1/${path}`,
    )
    const readBody = async () => Buffer.from(body ?? '')
    const search = new URLSearchParams(query)
    const answer = await handle({ method, params, query: search, headers, readBody })
    const text = Buffer.from(answer.body).toString()
    return { ...answer, json: text.startsWith('{') && JSON.parse(text) }
  }
}

function find(routes: Route[], method: string, path: string) {
  for (const { handle, ...route } of routes) {
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
    const match = pattern.exec(path)
    if (match && (route.method ?? method) === method) return { handle, params: { ...match.groups } }
  }
  throw new Error(`expected a route for ${method} ${path}`)
}
