import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger, Metrics } from '@onetrace/telemetry'
import { ApiError } from './api-error.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { problemOf, problemType, securityHeaders } from './problem.ts'
import { answeringOn, type Failure } from './request-record.ts'

export interface HttpServerDeps {
  log: Logger
  metrics: Metrics
}

/** A server that leaves to the app what it can answer, and answers itself what cannot be parsed. */
export function createHttpServer(app: RequestListener, deps: HttpServerDeps): Server {
  const server = createServer({ requireHostHeader: false }, oneAtATime(app))
  // Node would answer these by itself, before anybody knows who asks; as `request` they are traced.
  for (const name of ['checkContinue', 'checkExpectation']) {
    server.on(name, (req, res) => server.emit('request', req, res))
  }
  return server.on('clientError', (err: NodeJS.ErrnoException, socket) => {
    refuse(err, socket as Socket, deps)
  })
}

/**
 * What is no HTTP, too large or too slow: there is no request, so no span, but a line and a metric. In
 * the middle of a request it is that request's end, and its own line, metric and span say so.
 */
function refuse(
  err: NodeJS.ErrnoException,
  socket: Socket,
  { log, metrics }: HttpServerDeps,
): void {
  const seen = refusal(err)
  const res = answeringOn(socket)
  const hasLeft = err.code === 'ECONNRESET' || (res && err.code === 'HPE_INVALID_EOF_STATE')
  if (hasLeft || !socket.writable || res?.headersSent) return void socket.destroy()
  if (res) res.locals.failure = { seen, thrown: err } satisfies Failure
  else {
    const labels = { endpoint: 'unparsed', method: '_OTHER', status: seen.status }
    log.info({ ...labels, code: seen.code, reason: err.code ?? err.message }, 'request refused')
    metrics.observeRequest({ ...labels, seconds: 0, span: undefined })
  }
  socket.end(answerOf(seen), () => socket.destroySoon())
}

function refusal({ code }: NodeJS.ErrnoException): ApiError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ApiError('headers_too_large', 'expected headers of at most 16 kB')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new ApiError('payload_too_large', 'expected chunk extensions of at most 16 kB')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ApiError('request_timeout', 'the request did not come in time')
    default:
      return new ApiError('invalid_request', 'expected an HTTP/1.1 request')
  }
}

function answerOf(seen: ApiError): string {
  const body = JSON.stringify(problemOf(seen))
  const headers = {
    ...securityHeaders,
    connection: 'close',
    'content-type': problemType,
    'content-length': Buffer.byteLength(body),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${seen.status} ${STATUS_CODES[seen.status]}`, ...lines, '', body].join('\r\n')
}
