import { callerGone, type Upstream } from '@onetrace/service'
import type { RequestHandler } from 'express'

/** What passes the door: everything else a caller sends stays outside. */
const requestHeaders = ['content-type', 'idempotency-key', 'accept']
const answerHeaders = ['content-type', 'location', 'idempotent-replayed']

/**
 * Passes a request on as it is and its answer back. The body is not parsed here: one place decides
 * what a good order is, and it is not the door.
 */
export function forwardTo(upstream: Upstream): RequestHandler {
  return async (req, res) => {
    const answer = await upstream({
      method: req.method,
      path: req.originalUrl,
      headers: {
        ...picked(requestHeaders, (name) => req.get(name)),
        'x-caller': res.locals.caller,
      },
      ...(Buffer.isBuffer(req.body) && { body: new Uint8Array(req.body) }),
      signal: callerGone(res),
    })
    res.status(answer.status)
    res.set(picked(answerHeaders, (name) => answer.headers.get(name) ?? undefined))
    res.send(Buffer.from(answer.text))
  }
}

function picked(names: string[], read: (name: string) => string | undefined) {
  const pairs = names.map((name) => [name, read(name)] as const)
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))
}
