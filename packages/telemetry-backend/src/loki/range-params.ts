import { justAfterNow, parseGoDuration, parseRfc3339 } from '../time.ts'
import { LokiError } from './loki-error.ts'
import type { Range } from './select.ts'

const hour = 3600n * 1_000_000_000n
const maxLimit = 5000

/** `start`, `end`, `since`, `limit` and `direction` with Loki's defaults: the last hour, 100 lines. */
export function parseRange(query: URLSearchParams): Range {
  const end = time(query, 'end') ?? justAfterNow()
  const start = time(query, 'start') ?? end - since(query)
  if (end <= start) throw new LokiError('end timestamp must not be before or equal to start time')
  return { start, end, limit: limit(query), direction: direction(query) }
}

/** Nanoseconds, or seconds when there are few digits or a point, or RFC 3339. */
function time(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name)
  if (!text) return undefined
  if (/^\d{1,10}$/.test(text)) return BigInt(text) * 1_000_000_000n
  if (/^\d{11,19}$/.test(text)) return BigInt(text)
  if (/^\d{1,10}\.\d+$/.test(text)) return BigInt(Math.round(Number(text) * 1e3)) * 1_000_000n
  const parsed = parseRfc3339(text)
  if (parsed !== undefined) return parsed
  throw new LokiError(
    `could not parse '${name}' parameter: expected nanoseconds, seconds or RFC 3339, got ${JSON.stringify(text)}`,
  )
}

function since(query: URLSearchParams): bigint {
  const text = query.get('since')
  if (!text) return hour
  const parsed = parseGoDuration(text)
  if (parsed !== undefined) return parsed
  throw new LokiError(`could not parse 'since' parameter: ${JSON.stringify(text)} is no duration`)
}

function limit(query: URLSearchParams): number {
  const text = query.get('limit')
  if (!text) return 100
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1) {
    throw new LokiError(`limit must be a positive value, got ${JSON.stringify(text)}`)
  }
  if (value <= maxLimit) return value
  throw new LokiError(
    `max entries limit per query exceeded, limit > max_entries_limit_per_query (${value} > ${maxLimit})`,
  )
}

function direction(query: URLSearchParams): Range['direction'] {
  const text = (query.get('direction') || 'backward').toLowerCase()
  if (text === 'backward' || text === 'forward') return text
  throw new LokiError(`invalid direction '${text}': expected backward or forward`)
}
