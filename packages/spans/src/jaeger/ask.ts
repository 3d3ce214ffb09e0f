import { parseJson } from '../json.ts'
import { JaegerError } from './jaeger-error.ts'

export interface JaegerServer {
  /** Of Jaeger's query API, e.g. `http://localhost:16686`. */
  url: string
  /** Ends the wait; without one it is 10 seconds for each question. */
  signal?: AbortSignal
}

/**
 * The answer's JSON whatever its content type and status say: Jaeger sends errors as text/plain.
 * Nothing where it is none: a path that Jaeger does not know is answered with its web page.
 */
export async function askJaeger({ url, signal }: JaegerServer, path: string): Promise<unknown> {
  try {
    const response = await fetch(url.replace(/\/+$/, '') + path, {
      signal: signal ?? AbortSignal.timeout(10_000),
    })
    return parse(await response.text())
  } catch (error) {
    throw new JaegerError('unreachable', `no Jaeger answers at ${url}: ${reasonOf(error)}`, error)
  }
}

/** Whether `/api/v3` answered; an older Jaeger has no such path. */
export function isV3(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && ('result' in answer || 'error' in answer)
}

export function notJaeger({ url }: JaegerServer, path: string): JaegerError {
  return new JaegerError('not-jaeger', `${url} is no Jaeger: expected JSON from ${path}`)
}

function parse(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** fetch says "fetch failed" and hides what happened in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || ('code' in cause ? String(cause.code) : cause.name)
}
