import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { flushTelemetry, type Metrics, spanCounts } from '@onetrace/telemetry'
import { ApiError } from './api-error.ts'
import type { InFlight } from './in-flight.ts'
import { problemOf, problemType, securityHeaders } from './problem.ts'

/** Throws or rejects when the thing it is named after is not usable. */
export type Check = () => Promise<unknown>

export interface ManagementOptions {
  /** `/readyz` tells it with the pid, because another process may have got the port. */
  name: string
  metrics: Metrics
  inFlight: InFlight
  checks: Record<string, Check>
  /** Resolves when what requests have left to be done later is done. */
  background: () => Promise<unknown>
  phase: () => Phase
}

/** `starting`: nobody can reach the service's own port yet. */
export type Phase = 'starting' | 'open' | 'draining'

type Handler = (res: ServerResponse) => Promise<void>

/**
 * The port for operators and tests: `GET /metrics` (OpenMetrics), `GET /healthz` (the process
 * runs), `GET /readyz` (the process has what it needs), and `POST /quiesce`, which waits until the
 * process has come to rest: it answers when no request is in flight, no work that a request has
 * left is open, and every span has been sent or counted as lost.
 */
export function managementListener(options: ManagementOptions): RequestListener {
  const routes: Record<string, Handler> = {
    'GET /metrics': async (res) => {
      const text = await options.metrics.text()
      res.writeHead(200, { 'content-type': options.metrics.contentType }).end(text)
    },
    'GET /healthz': async (res) => answer(res, { status: 200, body: { status: 'ok' } }),
    'GET /readyz': async (res) => answer(res, await readiness(options)),
    'POST /quiesce': async (res) => {
      await options.inFlight.idle()
      await options.background()
      await flushTelemetry()
      answer(res, { status: 200, body: { spans: spanCounts } })
    },
  }
  return (req, res) => {
    res.setHeaders(new Headers(securityHeaders))
    const handler = routes[`${req.method === 'HEAD' ? 'GET' : req.method} ${pathOf(req)}`]
    if (!handler) return refuse(res, methodsFor(pathOf(req), routes))
    handler(res).catch((err) => refuseWith(res, new ApiError('internal', String(err))))
  }
}

function methodsFor(path: string, routes: Record<string, Handler>): string[] {
  const of = (method: string) => `${method} ${path}` in routes
  return [...(of('GET') ? ['GET', 'HEAD'] : []), ...(of('POST') ? ['POST'] : [])]
}

function refuse(res: ServerResponse, allowed: string[]): void {
  if (allowed.length > 0) res.setHeader('allow', allowed.join(', '))
  const expected = 'expected GET /metrics, GET /healthz, GET /readyz or POST /quiesce'
  refuseWith(res, new ApiError(allowed.length > 0 ? 'method_not_allowed' : 'not_found', expected))
}

function refuseWith(res: ServerResponse, error: ApiError): void {
  const headers = { 'content-type': problemType }
  res.writeHead(error.status, headers).end(`${JSON.stringify(problemOf(error))}\n`)
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?')[0] ?? '/'
}

async function readiness({ name, checks, phase }: ManagementOptions) {
  const results = await Promise.all(Object.entries(checks).map(outcome))
  const now = phase()
  const works = results.every(([, result]) => result === 'ok')
  const ready = now === 'open' && works
  const status = now !== 'open' ? now : works ? 'ok' : 'unavailable'
  return {
    status: ready ? 200 : 503,
    body: { service: name, pid: process.pid, status, checks: Object.fromEntries(results) },
  }
}

async function outcome([name, check]: [string, Check]): Promise<[string, string]> {
  try {
    await check()
    return [name, 'ok']
  } catch (err) {
    return [name, err instanceof Error ? err.message : String(err)]
  }
}

function answer(res: ServerResponse, { status, body }: { status: number; body: unknown }): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}
