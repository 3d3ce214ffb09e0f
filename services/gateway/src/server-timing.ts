import { activeTraceparent } from '@onetrace/telemetry'
import type { RequestHandler } from 'express'

/**
 * Tells the trace in a form that scripts of a page can read (`PerformanceServerTiming`), where
 * tools for real user monitoring look for it. Browsers do not show `traceresponse` to scripts.
 */
export const serverTiming: RequestHandler = (_req, res, next) => {
  const traceparent = activeTraceparent()
  if (traceparent) res.set('server-timing', `traceparent;desc="${traceparent}"`)
  next()
}
