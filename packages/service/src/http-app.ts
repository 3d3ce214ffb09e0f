import { activeTraceId, recordError } from '@onetrace/telemetry'
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Router,
} from 'express'
import { allowedMethods } from './allowed-methods.ts'
import { ApiError, toCallerError } from './api-error.ts'
import { problemOf, problemType, securityHeaders } from './problem.ts'
import { checkForm } from './request-form.ts'
import { type Failure, type RequestRecordDeps, recordRequests } from './request-record.ts'
import { inRequestScope } from './request-scope.ts'

export interface HttpAppOptions extends RequestRecordDeps {
  routes: Router
  /** How many proxies before it are trusted with `X-Forwarded-For`; none unless said. */
  proxies?: number
}

/** An Express app that has not listened, with what all services do alike around its routes. */
export function createHttpApp({ routes, proxies = 0, ...deps }: HttpAppOptions): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('trust proxy', proxies)
  app.use(secure, recordRequests(deps), checkForm, inRequestScope, routes, notServed(routes))
  app.use(answerError)
  return app
}

const secure: RequestHandler = (_req, res, next) => {
  res.set(securityHeaders)
  next()
}

/** 405 with `Allow` (RFC 9110, 15.5.6) for a path that others methods are served for, else 404. */
function notServed(routes: Router): RequestHandler {
  return (req, res) => {
    const allowed = allowedMethods(routes, req.path)
    const asked = `${req.method} ${req.path.slice(0, 200)}`
    if (allowed.length === 0) throw new ApiError('not_found', `no route ${asked}`)
    res.set('allow', allowed.join(', '))
    throw new ApiError('method_not_allowed', `expected ${allowed.join(' or ')}, got ${asked}`)
  }
}

// Express takes a function for an error handler when it has four parameters.
const answerError: ErrorRequestHandler = (err, _req, res, _next) => {
  const seen = toCallerError(err)
  // By the HTTP conventions a 4xx is a mistake of the caller, and does not fail the server span.
  if (seen.status >= 500) recordError(err)
  res.locals.failure = { seen, thrown: err } satisfies Failure
  // Part of the answer is sent already: only a cut connection tells the caller that the rest lacks.
  if (res.headersSent) return void res.destroy()
  if (seen.status === 401) res.set('www-authenticate', 'Bearer') // RFC 9110, 15.5.2 demands it
  res
    .status(seen.status)
    .type(problemType)
    .send(JSON.stringify(problemOf(seen, activeTraceId())))
}
