import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Counters } from './counters.ts'
import { type Answer, answer, json, text } from './http/answer.ts'
import type { ReadBody } from './http/body.ts'
import { type Ask, createRouter, type Handler, type Route } from './http/router.ts'
import { servePage } from './http/static-files.ts'
import { jaegerOtherRoutes } from './jaeger/other-routes.ts'
import { jaegerV1Routes, v1Failure } from './jaeger/v1-routes.ts'
import { jaegerV3Routes } from './jaeger/v3-routes.ts'
import type { Limits } from './limits.ts'
import type { LiveTraces } from './live/live-traces.ts'
import { metricsText } from './metrics-text.ts'
import type { MetricSenders } from './otlp/metric-senders.ts'
import type { Refusals } from './refusal.ts'
import type { RemoteJaeger } from './remote/remotes.ts'
import { ratesRoute } from './scrape/rates-route.ts'
import type { Scraper } from './scrape/scraper.ts'
import type { LogStore } from './store/log-store.ts'
import type { TraceStore } from './store/trace-store.ts'
import { nowNano } from './time.ts'

export interface About {
  tryIt: { gatewayUrl?: string; curl?: string }
  limits: Limits
}

interface Parts extends About {
  /** A Jaeger elsewhere, whose answers replace those of the store. */
  jaeger?: Pick<RemoteJaeger, 'routes' | 'api'> | undefined
  remote: { jaeger?: string; loki?: string }
  traces: TraceStore
  logs: LogStore
  counters: Counters
  refusals: Refusals
  readBody: ReadBody
  live: LiveTraces
  scraper: Scraper
  metricSenders: MetricSenders
  /** Loki's queries are answered here too, so that the page needs only one origin. */
  loki: (request: IncomingMessage) => Answer | Promise<Answer>
  lokiUrl: string
  /** Where spans come in; undefined with a Jaeger elsewhere. */
  otlpUrl: string | undefined
  /** Reads every log file up to its present end. */
  quiesce: () => Promise<void>
}

const pageRoot = fileURLToPath(new URL('../dist/page', import.meta.url))

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>onetrace</title>
<h1>The page is not built</h1>
<p>The APIs on this port work. For the page run
<code>pnpm -C packages/telemetry-backend build</code>, then load this again.</p>
</html>
`

/** Jaeger's query port: its APIs, the page, and what the page asks beyond them. */
export function createQueryServer(parts: Parts) {
  const { jaeger } = parts
  const traceRoutes = jaeger?.routes ?? storeRoutes(parts)
  const routes = [...traceRoutes, ratesRoute(parts.scraper), ...ownRoutes(parts)]
  const unknown = (ask: Ask) =>
    jaeger && ask.path.startsWith('/api/') ? jaeger.api(ask.request) : otherwise(ask)
  const route = createRouter(routes, unknown, (allowed) =>
    answer(405, 'text/plain; charset=utf-8', `method not allowed, supported: ${allowed}\n`, {
      allow: allowed,
    }),
  )
  return (request: IncomingMessage) =>
    request.url?.startsWith('/loki/') ? parts.loki(request) : route(request)
}

/** Everything that is answered from the store of spans. */
function storeRoutes(parts: Parts): Route[] {
  const { traces, readBody, limits } = parts
  return [
    ...jaegerV3Routes(traces),
    ...jaegerV1Routes(traces, BigInt(limits.clockSkewMs) * 1_000_000n),
    ...jaegerOtherRoutes({ readBody, maxBodyBytes: limits.bodyBytes }),
    ...lazyRoutes(parts),
  ]
}

/** What the page asks beyond Jaeger. It is loaded late, because trace-doctor takes 9 MB. */
function lazyRoutes({ traces, logs }: Parts): Route[] {
  const lazily = (path: string, load: () => Promise<Handler>): Route => ({
    method: 'GET',
    path: `/api/onetrace/${path}`,
    handle: async (ask) => (await load())(ask),
  })
  return [
    lazily('services', async () => {
      const { servicesRoute } = await import('./services/services-route.ts')
      return servicesRoute(traces).handle
    }),
    lazily('links/:id', async () => {
      const { linksRoute } = await import('./links/links-route.ts')
      return linksRoute(traces).handle
    }),
    lazily('doctor/:id', async () => {
      const { answerDoctor } = await import('./doctor/doctor-route.ts')
      return ({ params }) => answerDoctor(traces, logs, params.id ?? '', nowNano())
    }),
  ]
}

function ownRoutes({
  tryIt,
  limits,
  lokiUrl,
  otlpUrl,
  remote,
  traces,
  logs,
  counters,
  metricSenders,
  refusals,
  live,
  quiesce,
}: Parts): Route[] {
  const gauges = () => ({
    traces: traces.size.traces,
    spans: traces.size.spans,
    traceBytes: traces.size.bytes,
    logLines: logs.size.lines,
    logBytes: logs.size.bytes,
  })
  const urls = { otlp: otlpUrl, loki: lokiUrl, remote }
  const about = () => {
    const { names } = metricSenders
    const { last: lastRefusal } = refusals
    const held = gauges()
    return json({ tryIt, limits, counters, lastRefusal, held, metricSenders: names, ...urls })
  }
  const metrics = () =>
    answer(200, 'text/plain; version=0.0.4; charset=utf-8', metricsText(counters, gauges()))
  return [
    { method: 'GET', path: '/api/onetrace/live', handle: () => live.answer() },
    { method: 'GET', path: '/api/onetrace/about', handle: forLoopback(about) },
    { method: 'GET', path: '/metrics', handle: metrics },
    { method: 'GET', path: '/healthz', handle: () => json({ status: 'ok' }) },
    { method: 'POST', path: '/quiesce', handle: () => quiesce().then(() => json({})) },
  ]
}

/**
 * `about` offers a curl line with a key in it. A foreign page could give its own name the address
 * of this machine (DNS rebinding). It then sends that name as Host, and gets nothing.
 */
function forLoopback(handle: () => Answer): Handler {
  return ({ request }) =>
    /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
      ? handle()
      : text('expected the Host header to name this machine: localhost or 127.0.0.1\n', 403)
}

function otherwise({ path, method }: Ask) {
  if (path.startsWith('/api/')) return v1Failure(404, `no such path: ${path}`)
  if (method !== 'GET' && method !== 'HEAD') return text('404 page not found\n', 404)
  return servePage(pageRoot, path, notBuilt)
}
