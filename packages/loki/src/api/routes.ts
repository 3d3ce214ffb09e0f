import { detectedFields, detectedFieldValues } from '../index/detected-fields.ts'
import { detectedLabels } from '../index/detected-labels.ts'
import { indexStats } from '../index/stats.ts'
import { volume, volumeRange } from '../index/volume.ts'
import { LokiError } from '../loki-error.ts'
import { takePush } from '../push/push-route.ts'
import { withDeadline } from '../with-deadline.ts'
import { type Answer, type Ask, type Handler, inJson, plain, type Route } from './http.ts'
import { labelNames, labelValues, series } from './label-answers.ts'
import { buildInfo, notSupported } from './other-routes.ts'
import type { LokiParts } from './parts.ts'
import { lossesOf, queryInstant, queryRange } from './query-answers.ts'

const api = '/loki/api/v1'

/** The query side of Loki's HTTP API, https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
export function queryRoutes({ store, lossAdvice }: LokiParts): Route[] {
  const tail = () => plain('websocket: the client is not using the websocket protocol\n', 400)
  return [
    { method: 'GET', path: `${api}/tail`, handle: tail }, // with WebSocket it never comes here
    ...formRoutes(`${api}/query_range`, (ask) =>
      success(queryRange(store, ask), lossesOf(store, { query: ask.query, advice: lossAdvice })),
    ),
    ...enveloped('query', ({ query }) => queryInstant(store, query)),
    ...enveloped('labels', ({ query }) => labelNames(store, query)),
    ...enveloped('label', ({ query }) => labelNames(store, query)),
    ...enveloped('label/:name/values', (ask) => labelValues(store, ask)),
    ...enveloped('series', ({ query }) => series(store, query)),
    ...enveloped('index/volume', ({ query }) => volume(store, query)),
    ...enveloped('index/volume_range', ({ query }) => volumeRange(store, query)),
    ...bare('index/stats', ({ query }) => indexStats(store, query)),
    ...bare('detected_labels', ({ query }) => detectedLabels(store, query)),
    ...bare('detected_fields', ({ query }) => detectedFields(store, query)),
    ...bare('detected_field/:name/values', ({ params, query }) =>
      detectedFieldValues(store, params.name ?? '', query),
    ),
    { method: 'GET', path: `${api}/status/buildinfo`, handle: () => inJson(buildInfo) },
    ...notSupported,
  ]
}

/** What takes lines in. */
export function pushRoutes(parts: LokiParts): Route[] {
  const push = inPlainText((ask) => takePush(ask, parts), { end: '\n' })
  return [
    { method: 'POST', path: `${api}/push`, handle: push },
    { method: 'GET', path: '/ready', handle: () => plain('ready\n') },
  ]
}

function enveloped(path: string, read: (ask: Ask) => unknown): Route[] {
  return formRoutes(`${api}/${path}`, (ask) => success(read(ask)))
}

/** The younger endpoints answer without the envelope. */
function bare(path: string, read: (ask: Ask) => unknown): Route[] {
  return formRoutes(`${api}/${path}`, (ask) => inJson(read(ask)))
}

/** Parameters come in the address, or as the form of a POST. */
function formRoutes(path: string, read: (ask: Ask) => Answer): Route[] {
  const handle = inPlainText(async (ask) => {
    const query = ask.method === 'POST' ? await readForm(ask) : ask.query
    return withDeadline(() => read({ ...ask, query }))
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

/** As Loki has it, the reason of a refused push ends its line, that of a query does not. */
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
