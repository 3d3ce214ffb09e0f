import type { LogStore } from '../log-store.ts'
import { parseLogql } from '../logql/parse.ts'
import { select, toStreams } from '../logql/select.ts'
import { LokiError } from '../loki-error.ts'
import { answerMatrix, answerVector } from '../metric/answer-metric.ts'
import type { Ask } from './http.ts'
import { parseGrid, parseInstant, parseRange, parseStart } from './range-params.ts'

export function queryRange(store: LogStore, { query, headers }: Ask) {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') return answerMatrix(parsed, store, parseGrid(query))
  const flags = String(headers['x-loki-response-encoding-flags'] ?? '')
  const categorized = flags.split(',').some((flag) => flag.trim() === 'categorize-labels')
  const result = toStreams(select(store, parsed, parseRange(query)), { categorized })
  return {
    resultType: 'streams',
    ...(categorized && { encodingFlags: ['categorize-labels'] }),
    result,
    stats: {},
  }
}

export function queryInstant(store: LogStore, query: URLSearchParams) {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') return answerVector(parsed, store, parseInstant(query))
  throw new LokiError(
    'log queries are not supported as an instant query type, please change your query to a range query type',
  )
}

/** Few or no lines may mean that nothing was written, or that it had to leave. */
export function lossesOf(
  store: LogStore,
  { query, advice }: { query: URLSearchParams; advice: string | undefined },
): string[] {
  const { evictedUpTo } = store
  if (evictedUpTo === undefined || evictedUpTo < parseStart(query)) return []
  const until = new Date(Number(evictedUpTo / 1_000_000n)).toISOString()
  return [
    `lines up to ${until} had to make room for younger ones, so some of this range may be missing` +
      (advice === undefined ? '' : `: ${advice}`),
  ]
}
