import type { Socket } from 'node:net'
import { activeTraceparent, type Logger, type Metrics, notSampledBy } from '@onetrace/telemetry'
import { trace } from '@opentelemetry/api'
import type { Request, RequestHandler, Response } from 'express'
import type { CallerError } from './api-error.ts'
import type { InFlight } from './in-flight.ts'

export interface RequestRecordDeps {
  log: Logger
  metrics: Metrics
  inFlight: InFlight
}

/** What the error handler leaves for the log line about the request. */
export interface Failure {
  seen: CallerError
  thrown: unknown
}

const answering = new WeakMap<Socket, Response>()

/** What is being answered on a connection, if anything. */
export function answeringOn(socket: Socket): Response | undefined {
  const res = answering.get(socket)
  return res?.closed ? undefined : res
}

/**
 * The first middleware of every service. It tells the caller its trace (`traceresponse`, W3C Trace
 * Context level 2), and writes one log line and one observation of a metric when the answer is
 * over.
 */
export function recordRequests(deps: RequestRecordDeps): RequestHandler {
  return (req, res, next) => {
    const leave = deps.inFlight.enter()
    answering.set(req.socket, res)
    const span = trace.getActiveSpan()
    // Not what X-Forwarded-For says, unless a proxy is trusted with it (`trust proxy` of Express).
    if (req.ip) span?.setAttribute('client.address', req.ip)
    const startedAt = performance.now()
    const seconds = () => (performance.now() - startedAt) / 1000
    const traceparent = activeTraceparent()
    if (traceparent) res.set('traceresponse', traceparent)
    // Without spans the line alone can tell why there are none.
    const decidedBy = notSampledBy(req.get('traceparent'))
    // Before the instrumentation's own listener, which ends the span: an error line is its event.
    res.prependOnceListener('close', () => {
      res.statusCode = status(res) // so that the span tells what the line and the metric tell
      writeLine(deps.log, { req, res, seconds: seconds(), decidedBy })
    })
    // This runs after the span has ended, so that the metric can observe the span's duration.
    res.once('close', () => {
      deps.metrics.observeRequest({ ...labels(req, res), seconds: seconds(), span })
      leave()
    })
    next()
  }
}

function labels(req: Request, res: Response) {
  return { endpoint: endpoint(req), method: methodLabel(req.method), status: status(res) }
}

/** What the span's conventions know; a stranger may send any word. */
const methods = new Set('CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE'.split(' '))

function methodLabel(method: string): string {
  return methods.has(method) ? method : '_OTHER'
}

/** The route template, since a path would make a time series for every id. */
function endpoint(req: Request): string {
  const path: unknown = req.route?.path
  return typeof path === 'string' ? req.baseUrl + path : 'unmatched'
}

/** 499, as nginx has it, when the caller left before the answer was written. */
function status(res: Response): number {
  if (res.writableFinished) return res.statusCode
  return failureOf(res)?.seen.status ?? 499
}

function failureOf(res: Response): Failure | undefined {
  return res.locals.failure
}

interface EndedRequest {
  req: Request
  res: Response
  seconds: number
  /** Who wanted no spans of it, when there are none. */
  decidedBy: ReturnType<typeof notSampledBy>
}

function writeLine(log: Logger, { req, res, seconds, decidedBy }: EndedRequest) {
  const failure = failureOf(res)
  const line = {
    ...labels(req, res),
    durationMs: Math.round(seconds * 1e6) / 1000,
    ...(decidedBy && { notSampledBy: decidedBy }),
    ...(failure && { code: failure.seen.code, reason: failure.seen.message }),
  }
  if (failure && failure.seen.status >= 500)
    log.error({ ...line, err: failure.thrown }, 'request failed')
  else log.info(line, 'request served')
}
