import { randomBytes } from 'node:crypto'

export interface NewTrace {
  traceId: string
  /** The header that puts a request into the trace: `fetch(url, { headers: { traceparent } })`. */
  traceparent: string
}

/**
 * A trace that the test itself begins, so that it knows the id from the start.
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function newTraceparent(): NewTrace {
  const traceId = randomBytes(16).toString('hex')
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
}
