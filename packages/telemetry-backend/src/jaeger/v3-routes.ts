import { type Trace, toResourceSpans, withValidLinks } from '@onetrace/spans'
import { type Answer, answer } from '../http/answer.ts'
import type { Ask, Handler, Route } from '../http/router.ts'
import type { TraceSource } from '../store/trace-source.ts'
import type { TraceStore } from '../store/trace-store.ts'
import { listOperations, listServices } from './catalog.ts'
import { notFound, QueryError } from './query-error.ts'
import { searchTraces } from './search.ts'
import { toJaegerSummary } from './summary.ts'
import { parseTraceId } from './trace-id.ts'
import { parseFlag } from './v1-query.ts'
import { checkTraceQuery, param, parseV3Query, parseV3QueryLeniently } from './v3-query.ts'

/** Jaeger's stable API, which gives OTLP. */
export function jaegerV3Routes(store: TraceStore): Route[] {
  const get = (path: string, read: (ask: Ask) => unknown): Route => ({
    method: 'GET',
    path,
    handle: inEnvelope(read),
  })
  return [
    get('/api/v3/services', () => ({ services: listServices(store.all()) })),
    get('/api/v3/operations', ({ query }) => ({ operations: operations(store, query) })),
    get('/api/v3/traces', ({ query }) =>
      asOtlp(isRaw(query, 'query.raw_traces'), searchTraces(store.all(), parseV3Query(query))),
    ),
    get('/api/v3/traces/:id', (ask) => asOtlp(isRaw(ask.query, 'raw_traces'), find(store, ask))),
    summariesRoute(store),
  ]
}

/**
 * Jaeger wants a service and both times here. A missing one means "all" here, because the page lists
 * the recent traces of every service.
 */
export function summariesRoute(store: TraceSource): Route {
  const read = ({ query }: Ask) => ({
    summaries: searchTraces(store.all(), parseV3QueryLeniently(query)).map(toJaegerSummary),
  })
  return { method: 'GET', path: '/api/v3/trace-summaries', handle: inEnvelope(read) }
}

/** Jaeger leaves the type to Go, which finds text/plain; clients parse JSON whatever it says. */
const contentType = 'text/plain; charset=utf-8'

function inEnvelope(read: (ask: Ask) => unknown): Handler {
  return (ask) => {
    try {
      return answer(200, contentType, JSON.stringify(read(ask)))
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
      return v3Failure(error.status, error.message)
    }
  }
}

export function v3Failure(httpCode: number, message: string): Answer {
  return answer(httpCode, contentType, `${JSON.stringify({ error: { httpCode, message } })}\n`)
}

function operations(store: TraceStore, query: URLSearchParams) {
  const service = query.get('service')
  return service
    ? listOperations(store.all(), { service, spanKind: param(query, 'span_kind') })
    : []
}

function find(store: TraceStore, { params, query }: Ask): Trace[] {
  const traceId = parseTraceId(params.id ?? '')
  checkTraceQuery(query)
  const trace = store.get(traceId)
  if (!trace) throw notFound(noTraces, store.hasEvicted(traceId))
  return [trace]
}

const noTraces = 'No traces found'

/** As they were sent, save for links that lead nowhere, which only a raw answer has. */
function asOtlp(raw: boolean, traces: Trace[]) {
  if (traces.length === 0) throw notFound(noTraces)
  const shown = raw ? traces : traces.map(({ spans }) => ({ spans: spans.map(withValidLinks) }))
  return { result: { resourceSpans: shown.flatMap(({ spans }) => toResourceSpans(spans)) } }
}

function isRaw(query: URLSearchParams, name: string): boolean {
  return parseFlag(param(query, name) ?? null, name)
}
