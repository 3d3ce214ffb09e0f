import { detectedFields, detectedFieldValues } from '../index/detected-fields.ts'
import { detectedLabels } from '../index/detected-labels.ts'
import { indexStats } from '../index/stats.ts'
import { volume, volumeRange } from '../index/volume.ts'
import type { LogStore } from '../log-store.ts'
import { LokiError } from '../loki-error.ts'
import { takeOtlpPush } from '../otlp/push-route.ts'
import { takePush } from '../push/push-route.ts'
import { QueryView } from '../query-view.ts'
import { type Answer, type Ask, type Handler, inJson, plain, type Route } from './http.ts'
import { labelNames, labelValues, series } from './label-answers.ts'
import { buildInfo, notSupported } from './other-routes.ts'
import type { LokiParts } from './parts.ts'
import { lossesOf, queryInstant, queryRange } from './query-answers.ts'

const api = '/loki/api/v1'

/**
 * The query side of Loki's HTTP API, https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
export function queryRoutes({ store, lossAdvice: advice }: LokiParts): Route[] {
  const tail = () => plain('websocket: the client is not using the websocket protocol\n', 400)
  const on = (path: string, read: Read) => formRoutes(`${api}/${path}`, { store, read })
  return [
    { method: 'GET', path: `${api}/tail`, handle: tail }, // a WebSocket request does not get here
    ...on('query_range', (view, ask) =>
      success(withStats(queryRange(view, ask), view), lossesOf(view, { query: ask.query, advice })),
    ),
    ...on('query', (view, { query }) => success(withStats(queryInstant(view, query), view))),
    ...on('labels', (view, { query }) => success(labelNames(view, query))),
    ...on('label', (view, { query }) => success(labelNames(view, query))),
    ...on('label/:name/values', (view, ask) => success(labelValues(view, ask))),
    ...on('series', (view, { query }) => success(series(view, query))),
    ...on('index/volume', (view, { query }) => success(withStats(volume(view, query), view))),
    ...on('index/volume_range', (view, { query }) =>
      success(withStats(volumeRange(view, query), view)),
    ),
    // These newer endpoints answer without the envelope `{ status, data }`.
    ...on('index/stats', (view, { query }) => inJson(indexStats(view, query))),
    ...on('detected_labels', (view, { query }) => inJson(detectedLabels(view, query))),
    ...on('detected_fields', (view, { query }) => inJson(detectedFields(view, query))),
    ...on('detected_field/:name/values', (view, { params, query }) =>
      inJson(detectedFieldValues(view, params.name ?? '', query)),
    ),
    { method: 'GET', path: `${api}/status/buildinfo`, handle: () => inJson(buildInfo) },
    ...notSupported,
  ]
}

/** The routes that take lines in. */
export function pushRoutes(parts: LokiParts): Route[] {
  const push = inPlainText((ask) => takePush(ask, parts), { end: '\n' })
  return [
    { method: 'POST', path: `${api}/push`, handle: push },
    { method: 'POST', path: '/otlp/v1/logs', handle: (ask) => takeOtlpPush(ask, parts) },
    { method: 'GET', path: '/ready', handle: () => plain('ready\n') },
  ]
}

type Read = (view: QueryView, ask: Ask) => Answer

/** Parameters come in the address, or as the form of a POST. */
function formRoutes(path: string, { store, read }: { store: LogStore; read: Read }): Route[] {
  const handle = inPlainText(async (ask) => {
    const query = ask.method === 'POST' ? await readForm(ask) : ask.query
    return read(new QueryView(store), { ...ask, query })
  })
  return [
    { method: 'GET', path, handle },
    { method: 'POST', path, handle },
  ]
}

const maxFormBytes = 1024 * 1024

async function readForm({ readBody, query }: Ask): Promise<URLSearchParams> {
  const form = new URLSearchParams((await readBody(maxFormBytes)).toString('utf8'))
  return new URLSearchParams([...query, ...form])
}

/**
 * Answers errors in plain text. As in Loki, that of a push ends with a newline, that of a query
 * does not.
 */
function inPlainText(read: Handler, { end = '' } = {}): Handler {
  return async (ask) => {
    try {
      return await read(ask)
    } catch (error) {
      if (!(error instanceof LokiError)) throw error
      return plain(error.message + end, error.status)
    }
  }
}

/**
 * Without data the answer has no field `data`, as Loki answers for an unknown label. Loki's clients
 * also show `warnings`.
 */
function success(data: unknown, warnings: string[] = []): Answer {
  return inJson({
    status: 'success',
    ...(warnings.length > 0 && { warnings }),
    ...(data !== undefined && { data }),
  })
}

interface Result {
  resultType: string
  result: unknown[]
}

function withStats(data: Result, view: QueryView) {
  return { ...data, stats: view.stats(entriesIn(data)) }
}

/** The number of lines or points. */
function entriesIn({ resultType, result }: Result): number {
  if (resultType === 'vector') return result.length
  if (resultType === 'scalar') return 1
  return (result as { values: unknown[] }[]).reduce((sum, { values }) => sum + values.length, 0)
}
