/**
 * An OTLP/HTTP endpoint inside the test's own process, so that a test of one service or library
 * needs no backend: https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyError, readBody } from '../http-body.ts'
import type { Span, Trace } from '../model.ts'
import { answerExport, type ExportAnswer } from '../otlp/answer-export.ts'
import { toTraceId } from '../trace-id.ts'
import { toTraces } from '../traces.ts'

export interface Receiver extends AsyncDisposable {
  /** What an exporter's endpoint is set to, e.g. `http://127.0.0.1:40123`. */
  url: string
  /** For the environment of a process under test: it exports here, and soon. */
  env: Record<string, string>
  /** What has arrived of a trace so far; nothing before its first span. */
  trace(traceId: string): Trace | undefined
  /** Every trace that has arrived so far, in the order of arrival. */
  traces(): Trace[]
  /** Why exports were refused, one line each. */
  refused: readonly string[]
  close(): Promise<void>
}

/** The Collector's own. */
const limit = 20 * 1024 * 1024

interface Inbox {
  spans: Map<string, Span[]>
  refused: string[]
}

/** Listens on the loopback interface, on a port that the system chooses unless one is given. */
export async function startReceiver({ port = 0 } = {}): Promise<Receiver> {
  const inbox: Inbox = { spans: new Map(), refused: [] }
  const server = createServer((request, response) => void answer(inbox, request, response))
  await listen(server, port)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => stop(server)
  return {
    url,
    env: environmentFor(url),
    trace(id) {
      const traceId = toTraceId(id)
      const spans = inbox.spans.get(traceId)
      return spans && { traceId, spans: [...spans] }
    },
    traces: () => toTraces([...inbox.spans.values()].flat()),
    refused: inbox.refused,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
function environmentFor(url: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '100', // milliseconds; the default is 5 seconds
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
}

/** Exporters keep their connections: waiting for these to end would take their idle time. */
async function stop(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = new Promise((done) => server.close(done))
  server.closeAllConnections()
  await closed
}

async function answer(inbox: Inbox, request: IncomingMessage, response: ServerResponse) {
  const { status, headers, body, refused } = await take(inbox, request).catch(failure)
  if (refused !== undefined) inbox.refused.push(`${status}: ${refused}`)
  response.writeHead(status, headers)
  // What is not read to its end would otherwise be taken for the connection's next request.
  if (!request.complete) response.shouldKeepAlive = false
  response.end(body)
}

async function take(inbox: Inbox, request: IncomingMessage): Promise<ExportAnswer> {
  const path = new URL(request.url ?? '', 'http://localhost').pathname
  const { method = '' } = request
  const contentType = request.headers['content-type'] ?? ''
  if (path === '/v1/traces') {
    const given = { method, contentType, readBody: () => readBody(request, { limit }) }
    return answerExport(given, (spans) => add(inbox, spans))
  }
  if (path !== '/v1/metrics' && path !== '/v1/logs') {
    return plain(404, `expected /v1/traces, got ${path}`)
  }
  await readBody(request, { limit })
  const body = contentType.includes('json') ? '{}' : ''
  return { status: 200, headers: { 'content-type': contentType || 'text/plain' }, body }
}

function add({ spans }: Inbox, arrived: Span[]): undefined {
  for (const span of arrived) {
    const own = spans.get(span.traceId)
    if (own) own.push(span)
    else spans.set(span.traceId, [span])
  }
}

function failure(error: unknown): ExportAnswer {
  const status = error instanceof BodyError ? 400 : 500
  return plain(status, error instanceof Error ? error.message : String(error))
}

function plain(status: number, refused: string): ExportAnswer {
  return { status, headers: { 'content-type': 'text/plain' }, body: `${refused}\n`, refused }
}
