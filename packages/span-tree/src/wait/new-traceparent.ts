import { randomBytes } from 'node:crypto'

export interface NewTrace {
  traceId: string
  /** The header that makes a request the trace's first: `fetch(url, { headers: { traceparent } })`. */
  traceparent: string
}

/**
 * A trace that a test begins itself, so that it knows the id before anything has happened.
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function newTraceparent(): NewTrace {
  const traceId = randomBytes(16).toString('hex')
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
}
