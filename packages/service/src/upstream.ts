import { markRecorded } from '@onetrace/telemetry'
import { ApiError } from './api-error.ts'

export interface UpstreamOptions {
  /** As it appears in messages: `users`. */
  name: string
  baseUrl: string
  /** For the whole call, body included. */
  timeoutMs: number
}

export interface UpstreamRequest {
  method: string
  /** Starts with a slash; parts that come from a caller are encoded already. */
  path: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** The caller's own end: when it leaves, this call is canceled. */
  signal: AbortSignal
}

export interface UpstreamAnswer {
  status: number
  headers: Headers
  /** Empty when there is none. */
  body: Buffer
}

export type Upstream = (request: UpstreamRequest) => Promise<UpstreamAnswer>

/**
 * Calls to one other service. `fetch`, because its instrumentation listens on diagnostics channels
 * and cannot be missed; the trace context travels in headers that it adds.
 *
 * @throws {ApiError} `unavailable`, `upstream_timeout`, `upstream_error` for a redirect, or the
 * reason of the caller's signal
 */
export function createUpstream({ name, baseUrl, timeoutMs }: UpstreamOptions): Upstream {
  return async ({ method, path, headers = {}, body, signal }) => {
    const deadline = AbortSignal.timeout(timeoutMs)
    const answer = await call(baseUrl + path, {
      method,
      headers,
      body: body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([signal, deadline]),
    }).catch((err) => {
      markRecorded(err) // the instrumentation has put it on the client span
      if (signal.aborted) throw signal.reason
      if (deadline.aborted) {
        const message = `${name} did not answer within ${timeoutMs} ms`
        throw new ApiError('upstream_timeout', message, { cause: err })
      }
      throw new ApiError('unavailable', `${name} cannot be reached`, { cause: err })
    })
    // An internal service that redirects is a mistake to be shown, not an address to be passed on.
    if (answer.status >= 300 && answer.status < 400)
      throw new ApiError('upstream_error', `${name} answered with a redirect (${answer.status})`)
    return answer
  }
}

async function call(url: string, init: RequestInit): Promise<UpstreamAnswer> {
  const response = await fetch(url, init)
  const body = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, body }
}

/**
 * The error for an answer that means the other service has failed. It says so on its own span and
 * the call's span says it again; the spans around them are told nothing new.
 */
export function upstreamFailure(
  name: string,
  { status }: Pick<UpstreamAnswer, 'status'>,
): ApiError {
  const error =
    status === 503
      ? new ApiError('unavailable', `${name} is unavailable`)
      : new ApiError('upstream_error', `${name} answered ${status}`)
  markRecorded(error)
  return error
}
