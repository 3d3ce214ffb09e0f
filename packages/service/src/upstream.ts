import { markRecorded } from '@onetrace/telemetry'
import { ApiError } from './api-error.ts'
import type { Problem } from './problem.ts'
import { assertWanted, remainingHeader, remainingMs } from './request-scope.ts'

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
 * @throws {ApiError} `unavailable`, `upstream_timeout`, `upstream_error` for a redirect or an answer
 * that cannot be read, or the reason of the caller's signal
 */
export function createUpstream({ name, baseUrl, timeoutMs: longest }: UpstreamOptions): Upstream {
  return async ({ method, path, headers = {}, body, signal }) => {
    assertWanted()
    const timeoutMs = Math.ceil(Math.min(longest, remainingMs()))
    const deadline = AbortSignal.timeout(timeoutMs)
    const answer = await call(baseUrl + path, {
      method,
      headers: { ...headers, [remainingHeader]: String(Math.floor(timeoutMs * 0.9)) },
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
      if (isBadAnswer(err)) {
        const message = `the answer of ${name} is no HTTP, too large or cut`
        throw new ApiError('upstream_error', message, { cause: err })
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

/** What a service answers is small; what is not must not fill the memory. */
const longestBody = 1024 * 1024

/** The head of an answer came, and its body not, or too much of it. */
class BadBody extends Error {}

async function call(url: string, init: RequestInit): Promise<UpstreamAnswer> {
  const response = await fetch(url, init)
  const body = await wholeBody(response).catch((cause) => {
    throw new BadBody('the body of the answer could not be read', { cause })
  })
  return { status: response.status, headers: response.headers, body }
}

async function wholeBody({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > longestBody) throw new Error(`expected at most ${longestBody} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** undici's names and codes, for an answer that begins and cannot be parsed. */
function isBadAnswer(err: unknown): boolean {
  if (err instanceof BadBody) return true
  const { name, code } = ((err as Error).cause ?? {}) as { name?: unknown; code?: unknown }
  return name === 'HTTPParserError' || /^UND_ERR_(HEADERS_OVERFLOW|RES_)/.test(String(code))
}

/**
 * The error for an answer which says that the other service has failed. That failure is recorded
 * already, on the other service's span and on the span of the call, so no further span records it.
 */
export function upstreamFailure(
  name: string,
  { status, body }: Pick<UpstreamAnswer, 'status' | 'body'>,
): ApiError {
  const error = namedBy(name, body) ?? unnamed(name, status)
  markRecorded(error)
  return error
}

/** What only waits for something else is not the culprit, and its problem says which one is. */
const passedOn = [
  'unavailable',
  'upstream_timeout',
  'database_timeout',
  'deadline_exceeded',
] as const

function namedBy(name: string, body: Buffer): ApiError | undefined {
  try {
    const problem: Partial<Problem> = JSON.parse(body.toString())
    const code = passedOn.find((known) => known === problem.code)
    return code && new ApiError(code, `${name}: ${String(problem.detail).slice(0, 200)}`)
  } catch {
    return undefined // no problem as we know it
  }
}

function unnamed(name: string, status: number): ApiError {
  return status === 503
    ? new ApiError('unavailable', `${name} is unavailable`)
    : new ApiError('upstream_error', `${name} answered ${status}`)
}
