import { markRecorded } from '@onetrace/telemetry'
import { ApiError } from './api-error.ts'

export interface UpstreamOptions {
  /** Its name in messages: `users`. */
  name: string
  baseUrl: string
  /** The limit for the whole call, with its body. */
  timeoutMs: number
}

export interface UpstreamRequest {
  method: string
  /** Starts with a slash; the parts that come from a caller must be encoded already. */
  path: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Tells that the caller has left; the call is then canceled. */
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
 * Calls one other service by `fetch`, because its instrumentation listens on diagnostics channels
 * of Node, so that no call escapes it. The instrumentation also adds the headers of the trace
 * context.
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
    // A redirect of an internal service is a mistake. It must be shown, and its address not passed
    // on.
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
 * The error for an answer which says that the other service has failed. That failure is recorded
 * already, on the other service's span and on the span of the call, so no further span records it.
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
