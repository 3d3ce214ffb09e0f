import type { IncomingHttpHeaders } from 'node:http'

/**
 * The boundary to the HTTP server. This package has routes and their answers. The host, which is
 * the server around it, serves them with the router, the body reader and the listener of its other
 * APIs. So none of these is written twice, and the host alone cares for compression, slow senders
 * and ports.
 */
export interface Route {
  /** Without it, the route is for every method. */
  method?: 'GET' | 'POST'
  /** `/loki/api/v1/label/:name/values`; a `:name` is one segment, decoded. */
  path: string
  handle: Handler
}

export type Handler = (ask: Ask) => Answer | Promise<Answer>

export interface Ask {
  method: string
  /** The values of the `:name`s of the path. */
  params: Record<string, string>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** The whole body, inflated. Throws a LokiError for one that is broken or longer than `limit`. */
  readBody: (limit: number) => Promise<Buffer>
}

export interface Answer {
  status: number
  /** The content type; absent where there is no body. */
  type?: string
  body: string | Uint8Array
}

export function plain(body: string, status = 200): Answer {
  return { status, type: 'text/plain; charset=utf-8', body }
}

/** An answer in JSON, with the content type as Loki spells it. */
export function inJson(value: unknown): Answer {
  return { status: 200, type: 'application/json; charset=UTF-8', body: JSON.stringify(value) }
}
