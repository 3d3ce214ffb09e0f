import { errorMonitor } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  type Context,
  diag,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { type RPCMetadata, RPCType, setRPCMetadata, suppressTracing } from '@opentelemetry/core'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { isUntraced } from '../untraced-ports.ts'
import { channelInstrumentation, version } from './channel-instrumentation.ts'
import { routeOf } from './express-routes.ts'
import { requestAttributes } from './request-attributes.ts'
import { runIn } from './run-in.ts'

/** What Node publishes before it calls the server's listener (`http.server.request.start`). */
interface RequestStart {
  request: IncomingMessage
  response: ServerResponse
  socket: Socket
}

/** Makes a context the active one of all that follows in this call of Node's parser. */
export type EnterContext = (context: Context) => void

/**
 * Server spans from Node's own diagnostics channel, named and filled as instrumentation-http does.
 * The listener of the server is called in the same call of the parser as the channel's, and Node
 * puts the context of the connection back after it: so to enter a context is enough, and nothing of
 * it reaches the next request.
 */
export function serverSpans(enter: EnterContext): Instrumentation {
  let tracer = trace.getTracer(name, version)
  return channelInstrumentation({
    library: 'http',
    channel: 'http.server.request.start',
    onMessage(message) {
      try {
        begin(message as RequestStart, tracer, enter)
      } catch (err) {
        diag.error('server span', err) // thrown in a channel's listener it would end the process
      }
    },
    setTracerProvider(provider) {
      tracer = provider.getTracer(name, version)
    },
  })
}

const name = '@onetrace/instrumentation-http'

function begin({ request, response, socket }: RequestStart, tracer: Tracer, enter: EnterContext) {
  const context = isUntraced(socket.localPort)
    ? suppressTracing(ROOT_CONTEXT)
    : startSpan(request, response, tracer)
  runIn(context, request, response)
  enter(context)
}

function startSpan(request: IncomingMessage, response: ServerResponse, tracer: Tracer): Context {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers)
  const span = tracer.startSpan(request.method ?? 'GET', { kind: SpanKind.SERVER }, parent)
  const rpc: RPCMetadata = { type: RPCType.HTTP, span }
  if (span.isRecording()) {
    // After the start, since no sampler that there is a setting for reads them.
    span.setAttributes(requestAttributes(request))
    response.on('close', () => endSpan(rpc, request, response))
    response.on(errorMonitor, (err) => failSpan(span, err))
  }
  // The instrumentations of other frameworks look for it, and leave their route in it.
  return setRPCMetadata(trace.setSpan(parent, span), rpc)
}

function endSpan(
  { span, route: other }: RPCMetadata,
  request: IncomingMessage,
  { statusCode }: ServerResponse,
) {
  if (!span.isRecording()) return // it has failed
  const route = routeOf(request) ?? other
  span.setAttribute('http.response.status_code', statusCode)
  if (route !== undefined) {
    span.setAttribute('http.route', route)
    span.updateName(`${request.method} ${route}`)
  }
  if (statusCode < 100 || statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

/** Nothing but `close` comes after an answer's error. */
function failSpan(span: Span, err: Error) {
  span.setAttribute('error.type', err.name)
  span.setStatus({ code: SpanStatusCode.ERROR, message: err.message })
  span.recordException(err)
  span.end()
}
