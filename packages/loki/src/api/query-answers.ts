import { parseLogql } from '../logql/parse.ts'
import { select, toStreams } from '../logql/select.ts'
import { LokiError } from '../loki-error.ts'
import { answerMatrix, answerVector } from '../metric/answer-metric.ts'
import type { QueryView } from '../query-view.ts'
import type { Ask } from './http.ts'
import { parseGrid, parseInstant, parseRange, parseStart } from './range-params.ts'

export function queryRange(view: QueryView, { query, headers }: Ask) {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') return answerMatrix(parsed, view, parseGrid(query))
  const flags = String(headers['x-loki-response-encoding-flags'] ?? '')
  const categorized = flags.split(',').some((flag) => flag.trim() === 'categorize-labels')
  const result = toStreams(select(view, parsed, parseRange(query)), { categorized })
  return {
    resultType: 'streams',
    ...(categorized && { encodingFlags: ['categorize-labels'] }),
    result,
  }
}

export function queryInstant(view: QueryView, query: URLSearchParams) {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') return answerVector(parsed, view, parseInstant(query))
  throw new LokiError(
    'log queries are not supported as an instant query type, please change your query to a range query type',
  )
}

/** Few or no lines may mean that nothing was written, or that it had to leave. */
export function lossesOf(
  view: QueryView,
  { query, advice }: { query: URLSearchParams; advice: string | undefined },
): string[] {
  const { evictedUpTo } = view
  if (evictedUpTo === undefined || evictedUpTo < parseStart(query)) return []
  const until = new Date(Number(evictedUpTo / 1_000_000n)).toISOString()
  return [
    `lines up to ${until} had to make room for younger ones, so some of this range may be missing` +
      (advice === undefined ? '' : `: ${advice}`),
  ]
}
