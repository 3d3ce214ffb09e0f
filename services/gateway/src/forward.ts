import { ApiError, callerGone, type Upstream } from '@onetrace/service'
import type { Request, RequestHandler } from 'express'

/** The headers that pass; all others that a caller sends are dropped. */
const requestHeaders = ['content-type', 'idempotency-key', 'accept']
const answerHeaders = ['content-type', 'location', 'idempotent-replayed']

/**
 * Passes a request on as it is and its answer back. The body is not parsed here: one place decides
 * what a good order is, and it is not the door.
 */
export function forwardTo(upstream: Upstream): RequestHandler {
  return async (req, res) => {
    const request = {
      method: req.method,
      path: samePath(req.originalUrl),
      headers: {
        ...picked(requestHeaders, (name) => req.get(name)),
        'x-caller': res.locals.caller,
      },
      ...bodyOf(req),
      signal: callerGone(res),
    }
    const answer = await upstream(request)
    res.status(answer.status)
    const headers = picked(answerHeaders, (name) => answer.headers.get(name) ?? undefined)
    // res.set would add a charset, and res.send would guess a type.
    res.setHeaders(new Headers(headers)).end(answer.body)
  }
}

/**
 * The path as it came. A URL parser reads dot segments (also as `%2e`) and backslashes in another
 * way than the router did, so the request could reach a path that no route of ours allows.
 */
function samePath(target: string): string {
  const [path] = target.split('?')
  const parsed = URL.parse(`http://upstream${target}`)
  if (parsed?.host === 'upstream' && parsed.pathname === path) return target
  throw new ApiError('invalid_request', 'expected a path without dot segments or odd characters')
}

/** `fetch` refuses a body on these two, where it has no meaning (RFC 9110, 9.3.1). */
function bodyOf({ method, body }: Request): { body?: Uint8Array } {
  if (method === 'GET' || method === 'HEAD' || !Buffer.isBuffer(body)) return {}
  return { body: new Uint8Array(body) }
}

function picked(names: string[], read: (name: string) => string | undefined) {
  const pairs = names.map((name) => [name, read(name)] as const)
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))
}
