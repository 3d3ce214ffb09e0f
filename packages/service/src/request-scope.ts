import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestHandler, Response } from 'express'
import { ApiError } from './api-error.ts'

/** What the request that is being served still wants; read by calls and queries, however deep. */
interface RequestScope {
  /** Aborts when the caller leaves. */
  signal: AbortSignal
  /** By `performance.now()`. */
  deadline: number
}

const scopes = new AsyncLocalStorage<RequestScope>()

/** How many milliseconds the caller still waits; from service to service. */
export const remainingHeader = 'x-remaining-ms'
const longestMs = 60_000

export const inRequestScope: RequestHandler = (req, res, next) => {
  const deadline = performance.now() + parseRemaining(req.get(remainingHeader))
  scopes.run({ signal: callerGone(res), deadline }, next)
}

/** Nobody can ask for more than a minute, and what is no number asks for nothing. */
function parseRemaining(header: string | undefined): number {
  if (header === undefined || !/^\d{1,9}$/.test(header)) return Number.POSITIVE_INFINITY
  return Math.min(Number(header), longestMs)
}

/** Aborts when the caller goes away before the answer is written. */
export function callerGone(res: Response): AbortSignal {
  const gone = new AbortController()
  const left = () => {
    if (!res.writableFinished) gone.abort(new ApiError('client_closed_request', 'the caller left'))
  }
  if (res.closed) left()
  else res.once('close', left)
  return gone.signal
}

/** Infinite outside of a request, and where the caller has not said how long it waits. */
export function remainingMs(): number {
  return (scopes.getStore()?.deadline ?? Number.POSITIVE_INFINITY) - performance.now()
}

export function callerSignal(): AbortSignal | undefined {
  return scopes.getStore()?.signal
}

/**
 * Between two steps of the work: whether anybody still waits for it.
 *
 * @throws {ApiError} `client_closed_request`, `deadline_exceeded`
 */
export function assertWanted(): void {
  callerSignal()?.throwIfAborted()
  if (remainingMs() > 0) return
  throw new ApiError('deadline_exceeded', 'the time that the caller gave is over')
}
