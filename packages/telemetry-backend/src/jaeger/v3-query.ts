import { parseRfc3339 } from '@onetrace/spans'
import { nowNano, parseGoDuration } from '../time.ts'
import { QueryError } from './query-error.ts'
import type { TraceQuery } from './search.ts'
import { parseLimit, parseTagMap } from './v1-query.ts'

const twoDays = 2n * 24n * 3600n * 1_000_000_000n

/**
 * Jaeger up to 2.13 knows `query.service_name` only, later ones prefer `query.serviceName`; their
 * page says `query.span_name` for the operation.
 */
export function param(query: URLSearchParams, snakeCase: string): string | undefined {
  const camelCase = snakeCase.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return query.get(camelCase) || query.get(snakeCase) || undefined
}

/** The parameters of `/api/v3/traces/{id}`. Times are a hint for other storages, and still read. */
export function checkTraceQuery(query: URLSearchParams): void {
  parsed(query, 'start_time', parseRfc3339)
  parsed(query, 'end_time', parseRfc3339)
}

/** The parameters of `/api/v3/traces`, which insists on both times. */
export function parseV3Query(query: URLSearchParams): TraceQuery {
  if (!param(query, 'query.start_time_min') || !param(query, 'query.start_time_max')) {
    throw new QueryError('query.start_time_min and query.start_time_max are required')
  }
  return parseV3QueryLeniently(query)
}

/** The same without insisting: no service is any service, no time is the last two days. */
export function parseV3QueryLeniently(query: URLSearchParams): TraceQuery {
  const service = param(query, 'query.service_name')
  const operation = param(query, 'query.operation_name') ?? param(query, 'query.span_name')
  const durationMin = parsed(query, 'query.duration_min', parseGoDuration)
  const durationMax = parsed(query, 'query.duration_max', parseGoDuration)
  return {
    ...(service && { service }),
    ...(operation && { operation }),
    tags: new Map(parseTagMap(query.get('query.attributes') || '{}', attributesComplaint)),
    startMin: parsed(query, 'query.start_time_min', parseRfc3339) ?? nowNano() - twoDays,
    startMax: parsed(query, 'query.start_time_max', parseRfc3339) ?? nowNano() + twoDays,
    ...(durationMin && { durationMin }),
    ...(durationMax && { durationMax }),
    limit: searchDepth(query),
  }
}

const attributesComplaint = 'malformed parameter query.attributes'

function searchDepth(query: URLSearchParams): number {
  const names = ['query.search_depth', 'query.num_traces']
  const name = names.find((known) => param(query, known)) ?? 'query.search_depth'
  return parseLimit(param(query, name) ?? null, name)
}

function parsed(
  query: URLSearchParams,
  name: string,
  parse: (text: string) => bigint | undefined,
): bigint | undefined {
  const text = param(query, name)
  if (text === undefined) return undefined
  const value = parse(text)
  if (value !== undefined) return value
  throw new QueryError(`malformed parameter ${name}: cannot parse ${JSON.stringify(text)}`)
}
