import type { Trace } from '../model.ts'
import { toTraceId } from '../trace-id.ts'
import { askJaeger, isV3, type JaegerServer, notJaeger } from './ask.ts'
import { JaegerError, readJaegerTraces, readJaegerV3 } from './read.ts'

export interface TraceRequest extends JaegerServer {
  traceId: string
}

/**
 * One trace by its id. Asks the stable `/api/v3` first; a Jaeger that is too old for it answers
 * such a path with its web page, and is asked the way its own page asks.
 */
export async function fetchTrace(given: TraceRequest): Promise<Trace> {
  const request = { ...given, traceId: toTraceId(given.traceId) }
  const viaV3 = await askJaeger(request, `/api/v3/traces/${request.traceId}`)
  if (isV3(viaV3)) return pick(request, () => readJaegerV3(viaV3))
  const path = `/api/traces/${request.traceId}`
  const viaV1 = await askJaeger(request, path)
  if (viaV1 === undefined) throw notJaeger(request, path)
  return pick(request, () => readJaegerTraces(viaV1))
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
