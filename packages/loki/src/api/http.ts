import type { IncomingHttpHeaders } from 'node:http'

/**
 * The seam to the HTTP server. This package gives routes and what they answer; the host serves them
 * with the router, the body reader and the listener that it has for its other APIs as well. So none
 * of these is written twice, and compression, slow senders and ports stay the host's business.
 */
export interface Route {
  /** Absent: every method. */
  method?: 'GET' | 'POST'
  /** `/loki/api/v1/label/:name/values`; a `:name` is one segment, decoded. */
  path: string
  handle: Handler
}

export type Handler = (ask: Ask) => Answer | Promise<Answer>

export interface Ask {
  method: string
  /** What the `:name`s of the path stand for. */
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

/** In Loki's own spelling of the type. */
export function inJson(value: unknown): Answer {
  return { status: 200, type: 'application/json; charset=UTF-8', body: JSON.stringify(value) }
}
