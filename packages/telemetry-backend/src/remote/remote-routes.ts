import { JaegerError } from '@onetrace/spans/jaeger'
import { answerDoctor } from '../doctor/doctor-route.ts'
import { json } from '../http/answer.ts'
import type { Ask, Handler, Route } from '../http/router.ts'
import { QueryError } from '../jaeger/query-error.ts'
import { parseTraceId } from '../jaeger/trace-id.ts'
import { parseV3QueryLeniently } from '../jaeger/v3-query.ts'
import { summariesRoute, v3Failure } from '../jaeger/v3-routes.ts'
import { linksRoute } from '../links/links-route.ts'
import { parseLookback } from '../services/lookback.ts'
import { servicesRoute } from '../services/services-route.ts'
import type { LogStore } from '../store/log-store.ts'
import type { TraceSource } from '../store/trace-source.ts'
import { nowNano } from '../time.ts'
import { type Scope, takeSnapshot, takeSnapshotAround } from './snapshot.ts'

/** The numbers of a service are made of so many of its traces. */
const countedTraces = 200

/**
 * Answers what the page asks beyond Jaeger's own API, from the traces that a real Jaeger gives. The
 * summaries are answered here too: Jaeger has them since 2.19 only, and for one service at a time.
 */
export function remoteRoutes({ jaeger, logs }: { jaeger: string; logs: LogStore }): Route[] {
  const server = { url: jaeger }
  const around = ({ params }: Ask) => takeSnapshotAround(server, readId(params.id ?? ''))

  return [
    over(summariesRoute, ({ query }) => takeSnapshot(server, scopeOf(query))),
    over(servicesRoute, ({ query }) => takeSnapshot(server, lookbackScope(query))),
    over(linksRoute, around),
    over(
      (traces) => ({
        method: 'GET',
        path: '/api/onetrace/doctor/:id',
        handle: ({ params }) => answerDoctor(traces, logs, params.id ?? ''),
      }),
      around,
    ),
  ]
}

/** A route whose store is a snapshot, which is taken anew for each request. */
function over(
  routeOf: (traces: TraceSource) => Route,
  snapshot: (ask: Ask) => Promise<TraceSource>,
): Route {
  const route = routeOf({
    get: () => undefined,
    all: noTraces,
    linkingTo: noTraces,
    hasEvicted: () => true,
  })
  const handle: Handler = async (ask) => {
    try {
      return await routeOf(await snapshot(ask)).handle(ask)
    } catch (error) {
      if (error instanceof QueryError) return failure(ask, error.status, error.message)
      if (!(error instanceof JaegerError)) throw error
      return failure(ask, 502, `${error.message} (JAEGER_URL names it)`)
    }
  }
  return { ...route, handle }
}

function* noTraces(): Generator<never> {}

function failure({ path }: Ask, status: number, message: string) {
  if (path.startsWith('/api/v3/')) return v3Failure(status, message)
  const code = status === 502 ? 'bad_gateway' : 'invalid_request'
  return json({ error: { code, message } }, status)
}

function scopeOf(query: URLSearchParams): Scope {
  const { service, startMin, startMax, limit } = parseV3QueryLeniently(query)
  return { service, start: startMin, end: startMax, limit }
}

/** A wrong lookback is left to the route, which answers it. */
function lookbackScope(query: URLSearchParams): Scope {
  const end = nowNano()
  const lookback = parseLookback(query.get('lookback'))
  const length = typeof lookback === 'bigint' ? lookback : 1n
  return { start: end - length, end, limit: countedTraces }
}

/** A text that is no id is left to the route, which answers it. */
function readId(text: string): string {
  try {
    return parseTraceId(text)
  } catch {
    return '0'.repeat(32)
  }
}
