import { activeTraceId, recordError } from '@onetrace/telemetry'
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Router,
} from 'express'
import { ApiError, toCallerError } from './api-error.ts'
import { type Failure, type RequestRecordDeps, recordRequests } from './request-record.ts'

export interface HttpAppOptions extends RequestRecordDeps {
  routes: Router
}

/** An Express app that has not listened, with what all services do alike around its routes. */
export function createHttpApp({ routes, ...deps }: HttpAppOptions): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.use(recordRequests(deps), routes)
  app.use((req) => {
    throw new ApiError('not_found', `no route ${req.method} ${req.path}`)
  })
  app.use(answerError)
  return app
}

/**
 * Parses a JSON body. Mounted on a route instead of the app, so that a body that does not parse is
 * an error of `POST /orders` and not of an unnamed route.
 */
export const jsonBody: RequestHandler = express.json({ limit: '64kb' })

/** Aborts when the caller goes away before the answer is written; pass it on to every call. */
export function callerGone(res: express.Response): AbortSignal {
  const gone = new AbortController()
  const left = () => {
    if (!res.writableFinished) gone.abort(new ApiError('client_closed_request', 'the caller left'))
  }
  if (res.closed) left()
  else res.once('close', left)
  return gone.signal
}

// Express takes a function for an error handler when it has four parameters.
const answerError: ErrorRequestHandler = (err, _req, res, _next) => {
  const seen = toCallerError(err)
  // By the HTTP conventions a 4xx is a mistake of the caller, and does not fail the server span.
  if (seen.status >= 500) recordError(err)
  res.locals.failure = { seen, thrown: err } satisfies Failure
  // Part of the answer is sent already: only a cut connection tells the caller that the rest lacks.
  if (res.headersSent) return void res.destroy()
  const { code, message, status } = seen
  if (status === 401) res.set('www-authenticate', 'Bearer') // RFC 9110, 15.5.2 demands it
  res.status(status).json({ error: { code, message, trace_id: activeTraceId() } })
}
