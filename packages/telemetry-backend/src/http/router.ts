import type { IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'

export interface Ask {
  method: string
  path: string
  params: Record<string, string>
  query: URLSearchParams
  request: IncomingMessage
}

export type Handler = (ask: Ask) => Answer | Promise<Answer>

export interface Route {
  /** Absent: every method, for a route that answers a wrong one in its own words. */
  method?: string
  /** `/api/traces/:id`; a `:name` is one segment, decoded. */
  path: string
  handle: Handler
}

/**
 * The first route whose path and method fit. `otherwise` answers a path that no route has, and
 * `wrongMethod` one that has routes for other methods only.
 */
export function createRouter(
  routes: Route[],
  otherwise: Handler,
  wrongMethod: (allowed: string) => Answer,
): (request: IncomingMessage) => Answer | Promise<Answer> {
  const table = routes.map((route) => ({ ...route, segments: route.path.split('/') }))
  return (request) => {
    const ask = readAsk(request)
    const fitting = table.flatMap((route) => {
      const params = match(route.segments, ask.path.split('/'))
      return params ? [{ ...route, params }] : []
    })
    const hit = fitting.find((route) => allows(route, ask.method))
    if (hit) return hit.handle({ ...ask, params: hit.params })
    if (fitting.length === 0) return otherwise(ask)
    return wrongMethod(fitting.map((route) => route.method).join(', '))
  }
}

function allows(route: Route, method: string): boolean {
  // A HEAD is answered like a GET; Node itself leaves the body out.
  return route.method === undefined || route.method === (method === 'HEAD' ? 'GET' : method)
}

function readAsk(request: IncomingMessage): Ask {
  const [path = '/', ...query] = (request.url ?? '/').split('?')
  const method = request.method ?? 'GET'
  return { method, path, params: {}, query: new URLSearchParams(query.join('?')), request }
}

function match(pattern: string[], path: string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, segment] of pattern.entries()) {
    const given = path[index] ?? ''
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(given)
    else if (segment !== given) return undefined
  }
  return params
}

/** A stray `%` is taken as it is, so that it ends as an unknown name and not as an error. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
