/**
 * An OTLP/HTTP endpoint inside the test's own process, so that a test of one service or library
 * needs no backend: https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Span, Trace } from '../model.ts'
import { toTraceId } from '../trace-id.ts'
import { toTraces } from '../traces.ts'
import { BodyError, readBody } from './http-body.ts'
import { decodeOtlpTraces, OtlpDecodeError } from './otlp.ts'

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
  const path = new URL(request.url ?? '', 'http://localhost').pathname
  const { status, body } = await take(inbox, path, request).catch((error: unknown) =>
    refuse(inbox, error),
  )
  const contentType = request.headers['content-type']?.split(';', 1)[0] ?? 'text/plain'
  response.writeHead(status, { 'content-type': status === 200 ? contentType : 'text/plain' })
  // What is not read to its end would otherwise be taken for the connection's next request.
  if (status === 413) response.shouldKeepAlive = false
  response.end(body)
}

async function take(inbox: Inbox, path: string, request: IncomingMessage) {
  const known = ['/v1/traces', '/v1/metrics', '/v1/logs'].includes(path)
  if (!known) throw new BodyError(404, `expected /v1/traces, got ${path}`)
  if (request.method !== 'POST') throw new BodyError(405, `expected POST, got ${request.method}`)
  const body = await readBody(request)
  const contentType = request.headers['content-type'] ?? ''
  if (path === '/v1/traces') add(inbox, decodeOtlpTraces({ body, contentType }))
  return { status: 200, body: contentType.includes('json') ? '{}' : '' }
}

function add({ spans }: Inbox, arrived: Span[]): void {
  for (const span of arrived) {
    const own = spans.get(span.traceId)
    if (own) own.push(span)
    else spans.set(span.traceId, [span])
  }
}

function refuse({ refused }: Inbox, error: unknown): { status: number; body: string } {
  const status =
    error instanceof BodyError
      ? error.status
      : error instanceof OtlpDecodeError
        ? { 'content-type': 415, body: 400 }[error.reason]
        : 500
  const body = error instanceof Error ? error.message : String(error)
  refused.push(`${status}: ${body}`)
  return { status, body: `${body}\n` }
}
