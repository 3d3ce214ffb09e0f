import { type Answer, answer, json, text } from '../http/answer.ts'
import { BodyError, type ReadBody } from '../http/body.ts'
import { type Ask, createRouter, type Handler, type Route } from '../http/router.ts'
import { type LogStore, ownValue } from '../store/log-store.ts'
import { detectedFields, detectedFieldValues } from './index/detected-fields.ts'
import { detectedLabels } from './index/detected-labels.ts'
import { indexStats } from './index/stats.ts'
import { volume, volumeRange } from './index/volume.ts'
import { parseLogql, parseSelector } from './logql/parse.ts'
import { LokiError } from './loki-error.ts'
import type { LokiParts } from './loki-parts.ts'
import { answerMatrix, answerVector } from './metric/answer-metric.ts'
import { buildInfo, notSupported } from './other-routes.ts'
import { takePush } from './push/push-route.ts'
import { parseGrid, parseInstant, parseRange, parseStart } from './range-params.ts'
import { selects } from './run-query.ts'
import { select, toStreams } from './select.ts'
import { withDeadline } from './with-deadline.ts'

type Labels = Readonly<Record<string, string>>

/** The query side of Loki's HTTP API, https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
function lokiRoutes({ store, readBody }: LokiParts): Route[] {
  const api = '/loki/api/v1'
  const queryRoutes = (path: string, read: (ask: Ask) => unknown) =>
    formRoutes(path, { answer: (ask) => success(read(ask)), readBody })
  // The younger endpoints answer without the envelope.
  const bareRoutes = (path: string, read: (ask: Ask) => unknown) =>
    formRoutes(path, { answer: (ask) => inJson(read(ask)), readBody })
  const tail = () => text('websocket: the client is not using the websocket protocol\n', 400)
  return [
    { method: 'GET', path: `${api}/tail`, handle: tail }, // with WebSocket it never comes here
    ...formRoutes(`${api}/query_range`, {
      answer: (ask) => success(queryRange(store, ask), lossesOf(store, ask.query)),
      readBody,
    }),
    ...queryRoutes(`${api}/query`, ({ query }) => queryInstant(store, query)),
    ...queryRoutes(`${api}/labels`, ({ query }) => labelNames(store, query)),
    ...queryRoutes(`${api}/label`, ({ query }) => labelNames(store, query)),
    ...queryRoutes(`${api}/label/:name/values`, (ask) => labelValues(store, ask)),
    ...queryRoutes(`${api}/series`, ({ query }) => series(store, query)),
    ...queryRoutes(`${api}/index/volume`, ({ query }) => volume(store, query)),
    ...queryRoutes(`${api}/index/volume_range`, ({ query }) => volumeRange(store, query)),
    ...bareRoutes(`${api}/index/stats`, ({ query }) => indexStats(store, query)),
    ...bareRoutes(`${api}/detected_labels`, ({ query }) => detectedLabels(store, query)),
    ...bareRoutes(`${api}/detected_fields`, ({ query }) => detectedFields(store, query)),
    ...bareRoutes(`${api}/detected_field/:name/values`, ({ params, query }) =>
      detectedFieldValues(store, params.name ?? '', query),
    ),
    { method: 'GET', path: `${api}/status/buildinfo`, handle: () => json(buildInfo) },
    ...notSupported,
  ]
}

/** All of Loki's API: what its own port answers. */
export function createLokiServer(parts: LokiParts) {
  const push: Route = {
    method: 'POST',
    path: '/loki/api/v1/push',
    handle: inPlainText(({ request }) => takePush(request, parts), { end: '\n' }),
  }
  const ready: Route = { method: 'GET', path: '/ready', handle: () => text('ready\n') }
  return createLokiRouter([...lokiRoutes(parts), push, ready])
}

/** The query side alone, for the port of the page. */
export function createLokiQueries(parts: LokiParts) {
  return createLokiRouter(lokiRoutes(parts))
}

function createLokiRouter(routes: Route[]) {
  return createRouter(
    routes,
    () => text('404 page not found\n', 404),
    () => text('Method Not Allowed\n', 405),
  )
}

/** Parameters come in the address, or as the form of a POST. */
function formRoutes(
  path: string,
  { answer: read, readBody }: { answer: (ask: Ask) => Answer; readBody: ReadBody },
): Route[] {
  const handle = inPlainText(async (ask) => {
    const query = ask.method === 'POST' ? await readForm(ask, readBody) : ask.query
    return withDeadline(() => read({ ...ask, query }))
  })
  return [
    { method: 'GET', path, handle },
    { method: 'POST', path, handle },
  ]
}

const maxFormBytes = 1024 * 1024

async function readForm({ request, query }: Ask, readBody: ReadBody): Promise<URLSearchParams> {
  const form = new URLSearchParams((await readBody(request, maxFormBytes)).toString('utf8'))
  return new URLSearchParams([...query, ...form])
}

/** As Loki has it, the reason of a refused push ends its line, that of a query does not. */
function inPlainText(read: Handler, { end = '' } = {}): Handler {
  return async (ask) => {
    try {
      return await read(ask)
    } catch (error) {
      if (error instanceof BodyError) return text(error.message + end, 400)
      if (!(error instanceof LokiError)) throw error
      return text(error.message + end, error.status)
    }
  }
}

function queryRange(store: LogStore, { query, request }: Ask) {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') return answerMatrix(parsed, store, parseGrid(query))
  const flags = String(request.headers['x-loki-response-encoding-flags'] ?? '')
  const categorized = flags.split(',').some((flag) => flag.trim() === 'categorize-labels')
  const result = toStreams(select(store, parsed, parseRange(query)), { categorized })
  return {
    resultType: 'streams',
    ...(categorized && { encodingFlags: ['categorize-labels'] }),
    result,
    stats: {},
  }
}

function queryInstant(store: LogStore, query: URLSearchParams) {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') return answerVector(parsed, store, parseInstant(query))
  throw new LokiError(
    'log queries are not supported as an instant query type, please change your query to a range query type',
  )
}

/** Few or no lines may mean that nothing was written, or that it had to leave. */
function lossesOf(store: LogStore, query: URLSearchParams): string[] {
  const { evictedUpTo } = store
  if (evictedUpTo === undefined || evictedUpTo < parseStart(query)) return []
  const until = new Date(Number(evictedUpTo / 1_000_000n)).toISOString()
  return [
    `lines up to ${until} had to make room for younger ones, so some of this range may be missing: ` +
      'BACKEND_MAX_LOG_BYTES says how much is kept',
  ]
}

/**
 * Without data there is no `data`, as Loki answers for an unknown label. Its clients know `warnings`
 * too.
 */
function success(data: unknown, warnings: string[] = []): Answer {
  return inJson({
    status: 'success',
    ...(warnings.length > 0 && { warnings }),
    ...(data !== undefined && { data }),
  })
}

/** Loki's own spelling of the type. */
function inJson(value: unknown): Answer {
  return answer(200, 'application/json; charset=UTF-8', JSON.stringify(value))
}

/** The label sets that the optional `query` selects; the store is small enough for all times. */
function labelSets(store: LogStore, query: URLSearchParams): Labels[] {
  const text = query.get('query')
  const selector = text ? parseSelector(text) : []
  return store.labelSets().filter((labels) => selects(selector, labels))
}

function labelNames(store: LogStore, query: URLSearchParams): string[] | undefined {
  const names = new Set(labelSets(store, query).flatMap((labels) => Object.keys(labels)))
  return names.size > 0 ? [...names].sort() : undefined
}

function labelValues(store: LogStore, { params, query }: Ask): string[] | undefined {
  const { name = '' } = params
  const found = new Set(labelSets(store, query).flatMap((labels) => ownValue(labels, name) ?? []))
  return found.size > 0 ? [...found].sort() : undefined
}

function series(store: LogStore, query: URLSearchParams): Labels[] {
  const selectors = [...query.getAll('match[]'), ...query.getAll('match')].map(parseSelector)
  if (selectors.length === 0) throw new LokiError('0 matcher groups supplied')
  return store
    .labelSets()
    .filter((labels) => selectors.some((selector) => selects(selector, labels)))
}
