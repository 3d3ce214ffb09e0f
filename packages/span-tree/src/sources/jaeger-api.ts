import type { Trace } from '../model.ts'
import { JaegerError, readJaegerTraces, readJaegerV3 } from './jaeger.ts'

export interface TraceRequest {
  /** Of Jaeger's query API, e.g. `http://localhost:16686`. */
  url: string
  traceId: string
  /** Ends the wait; without one it is 10 seconds for each of two questions. */
  signal?: AbortSignal
}

/**
 * One trace by its id. Asks the stable `/api/v3` first; a Jaeger that is too old for it answers
 * such a path with its web page, and is asked the way its own page asks.
 */
export async function fetchTrace(request: TraceRequest): Promise<Trace> {
  const viaV3 = await ask(request, `/api/v3/traces/${request.traceId}`)
  if (isV3(viaV3)) return pick(request, () => readJaegerV3(viaV3))
  const viaV1 = await ask(request, `/api/traces/${request.traceId}`)
  if (viaV1 === undefined) throw notJaeger(request)
  return pick(request, () => readJaegerTraces(viaV1))
}

/** The answer's JSON whatever its content type and status say: Jaeger sends errors as text/plain. */
async function ask({ url, signal }: TraceRequest, path: string): Promise<unknown> {
  try {
    const response = await fetch(url.replace(/\/+$/, '') + path, {
      signal: signal ?? AbortSignal.timeout(10_000),
    })
    return parse(await response.text())
  } catch (error) {
    throw new JaegerError('unreachable', `no Jaeger answers at ${url}: ${reasonOf(error)}`, error)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a web page, for one
  }
}

function isV3(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && ('result' in answer || 'error' in answer)
}

function pick({ url, traceId }: TraceRequest, read: () => Trace[]): Trace {
  const trace = readOrExplain(url, traceId, read).find((found) => found.traceId === traceId)
  if (!trace) throw notFound(url, traceId)
  return trace
}

function readOrExplain(url: string, traceId: string, read: () => Trace[]): Trace[] {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof JaegerError)) throw error
    if (error.reason === 'not-found') throw notFound(url, traceId, error)
    throw new JaegerError(error.reason, `${url}: ${error.message}`, error)
  }
}

function notFound(url: string, traceId: string, cause?: unknown): JaegerError {
  return new JaegerError('not-found', `Jaeger at ${url} has no trace ${traceId}`, cause)
}

function notJaeger({ url, traceId }: TraceRequest): JaegerError {
  const problem = `${url} is no Jaeger: expected JSON from /api/traces/${traceId}`
  return new JaegerError('not-jaeger', problem)
}

/** fetch says "fetch failed" and hides what happened in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || ('code' in cause ? String(cause.code) : cause.name)
}
