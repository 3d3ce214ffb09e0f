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

// Four parameters are how Express tells an error handler.
const answerError: ErrorRequestHandler = (err, _req, res, _next) => {
  const seen = toCallerError(err)
  // HTTP conventions: a 4xx is the caller's failure, not the server span's.
  if (seen.status >= 500) recordError(err)
  res.locals.failure = { seen, thrown: err } satisfies Failure
  // Half an answer is out: only a cut connection tells the caller that it is not whole.
  if (res.headersSent) return void res.destroy()
  const { code, message, status } = seen
  if (status === 401) res.set('www-authenticate', 'Bearer') // a MUST of RFC 9110, 15.5.2
  res.status(status).json({ error: { code, message, trace_id: activeTraceId() } })
}
