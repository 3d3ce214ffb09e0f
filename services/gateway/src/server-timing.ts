import { activeTraceparent } from '@onetrace/telemetry'
import type { RequestHandler } from 'express'

/**
 * The trace in a form that pages can read (`PerformanceServerTiming`), as real user monitoring
 * tools look for it: browsers show `traceresponse` to no script.
 */
export const serverTiming: RequestHandler = (_req, res, next) => {
  const traceparent = activeTraceparent()
  if (traceparent) res.set('server-timing', `traceparent;desc="${traceparent}"`)
  next()
}
