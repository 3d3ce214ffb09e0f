import { type JaegerTrace, shortTraceId, type Trace, toJaegerTrace } from '@onetrace/spans'
import { type Answer, answer } from '../http/answer.ts'
import type { Ask, Handler, Route } from '../http/router.ts'
import type { TraceStore } from '../store/trace-store.ts'
import { justAfterNow } from '../time.ts'
import { listDependencies, listOperations, listServices } from './catalog.ts'
import { notFound, QueryError } from './query-error.ts'
import { searchTraces } from './search.ts'
import { parseTraceId } from './trace-id.ts'
import { parseFlag, parseV1Query, wholeNumber } from './v1-query.ts'

interface Problem {
  code?: number
  msg: string
  traceID?: string
}

interface Result {
  data: unknown
  total?: number
  errors?: Problem[]
}

/**
 * The JSON API that Jaeger's own page and Grafana use. It has no specification; this is how
 * Jaeger 2.13 answers, save that "nothing stored" is an empty list and never null.
 */
export function jaegerV1Routes(store: TraceStore, maxClockSkew = 0n): Route[] {
  const get = (path: string, read: (ask: Ask) => Result): Route => ({
    method: 'GET',
    path,
    handle: inEnvelope(read),
  })
  const show = (trace: Trace, raw = false) => toJaegerTrace(trace, { raw, maxClockSkew })
  return [
    get('/api/services', () => counted(listServices(store.all()))),
    get('/api/services/:service/operations', ({ params }) =>
      counted(operationNames(store, params.service ?? '')),
    ),
    get('/api/operations', ({ query }) => counted(operations(store, query))),
    get('/api/traces', ({ query }) => findTraces(store, query, show)),
    get('/api/traces/:id', ({ params, query }) => getTrace(store, params.id ?? '', query, show)),
    get('/api/dependencies', ({ query }) => ({ data: dependencies(store, query) })),
  ]
}

function inEnvelope(read: (ask: Ask) => Result): Handler {
  return (ask) => {
    const indent = isSet(ask.query.get('prettyPrint')) ? 4 : 0
    try {
      const { data, total = 0, errors = null } = read(ask)
      const envelope = { data, total, limit: 0, offset: 0, errors }
      return answer(200, 'application/json', JSON.stringify(envelope, null, indent))
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
      return v1Failure(error.status, error.message)
    }
  }
}

/** Whatever is not `false` asks for it. */
function isSet(flag: string | null): boolean {
  return Boolean(flag) && flag !== 'false'
}

/** Go's http.Error: JSON under text/plain. */
export function v1Failure(code: number, msg: string): Answer {
  const envelope = { data: null, total: 0, limit: 0, offset: 0, errors: [{ code, msg }] }
  return answer(code, 'text/plain; charset=utf-8', `${JSON.stringify(envelope)}\n`)
}

function counted(data: unknown[]): Result {
  return { data, total: data.length }
}

function operationNames(store: TraceStore, service: string): string[] {
  return [...new Set(listOperations(store.all(), { service }).map(({ name }) => name))]
}

function operations(store: TraceStore, query: URLSearchParams) {
  const service = query.get('service')
  if (!service) throw new QueryError(`parameter 'service' is required`)
  return listOperations(store.all(), { service, spanKind: query.get('spanKind') ?? undefined })
}

type Show = (trace: Trace, raw?: boolean) => JaegerTrace

function getTrace(store: TraceStore, id: string, query: URLSearchParams, show: Show): Result {
  const traceId = parseTraceId(id)
  for (const name of ['start', 'end']) wholeNumber(query, name, 1000n) // a hint, for other storages
  const raw = parseFlag(query.get('raw'), 'raw')
  const trace = store.get(traceId)
  if (!trace) throw notFound('trace not found', store.hasEvicted(traceId))
  return { data: [show(trace, raw)] }
}

/** A search takes `raw`, too. */
function findTraces(store: TraceStore, query: URLSearchParams, show: Show): Result {
  const ids = query.getAll('traceID')
  const raw = parseFlag(query.get('raw'), 'raw')
  const shown = (trace: Trace) => show(trace, raw)
  if (ids.length > 0) return tracesById(store, ids, shown)
  return { data: searchTraces(store.all(), parseV1Query(query)).map(shown) }
}

function tracesById(store: TraceStore, texts: string[], show: Show): Result {
  const ids = [...new Set(texts.map(parseTraceId))]
  const unknown = ids.filter((id) => !store.get(id))
  const errors = unknown.map((id) => ({
    msg: notFound('trace not found', store.hasEvicted(id)).message,
    traceID: shortTraceId(id),
  }))
  const data = ids.flatMap((id) => store.get(id) ?? []).map((trace) => show(trace))
  return { data, ...(errors.length > 0 && { errors }) }
}

function dependencies(store: TraceStore, query: URLSearchParams) {
  const day = 24n * 3600n * 1_000_000_000n
  const to = wholeNumber(query, 'endTs', 1_000_000n) ?? justAfterNow()
  const lookback = wholeNumber(query, 'lookback', 1_000_000n) ?? day
  const found = listDependencies(store.all(), { from: to - lookback, to })
  const service = query.get('service')
  return service
    ? found.filter(({ parent, child }) => parent === service || child === service)
    : found
}
