import type { Range } from '../logql/select.ts'
import { parseRangeDuration } from '../logql/units.ts'
import { LokiError } from '../loki-error.ts'
import type { Grid } from '../metric/series.ts'
import { parseTime as parseLayout } from '../template/parse-time.ts'
import { justAfterNow, nowNano, parseGoDuration } from '../time.ts'

const second = 1_000_000_000n
/** The format as Go writes it. */
const rfc3339 = '2006-01-02T15:04:05Z07:00'
const hour = 3600n * second
const maxLimit = 5000
const maxPoints = 11_000n

/**
 * `start`, `end`, `since`, `limit` and `direction` with Loki's defaults: the last hour, 100 lines.
 */
export function parseRange(query: URLSearchParams): Range {
  const end = parseTime(query, 'end') ?? justAfterNow()
  const start = parseTime(query, 'start') ?? end - since(query)
  if (end < start) throw new LokiError('end timestamp must not be before or equal to start time')
  const interval = parseInterval(query)
  return { start, end, limit: parseLimit(query), direction: direction(query), interval }
}

/** Where a range of lines or points begins. */
export function parseStart(query: URLSearchParams): bigint {
  return parseTime(query, 'start') ?? (parseTime(query, 'end') ?? nowNano()) - since(query)
}

/** The points of a metric query: every `step` from `start` to `end`. */
export function parseGrid(query: URLSearchParams): Grid {
  const end = parseTime(query, 'end') ?? nowNano()
  const start = parseTime(query, 'start') ?? end - since(query)
  if (end < start) throw new LokiError('end timestamp must not be before or equal to start time')
  const step = parseStep(query) ?? defaultStep(end - start)
  if ((end - start) / step > maxPoints) {
    throw new LokiError(
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    )
  }
  // Loki splits long ranges, and therefore puts all points on multiples of the step.
  const first = start - (start % step)
  const points = Number((end - first + step - 1n) / step) + 1
  return { times: Array.from({ length: points }, (_, at) => first + BigInt(at) * step) }
}

/** The one point of an instant query. */
export function parseInstant(query: URLSearchParams): Grid {
  return { times: [parseTime(query, 'time') ?? nowNano()] }
}

function defaultStep(length: bigint): bigint {
  const seconds = length / 250n / second
  return (seconds > 0n ? seconds : 1n) * second
}

function parseStep(query: URLSearchParams): bigint | undefined {
  const step = parseLength(query, 'step')
  if (step === undefined || step > 0n) return step
  throw new LokiError(
    'zero or negative query resolution step widths are not accepted. Try a positive integer',
  )
}

function parseInterval(query: URLSearchParams): bigint {
  const interval = parseLength(query, 'interval') ?? 0n
  if (interval >= 0n) return interval
  throw new LokiError('interval must be >= 0')
}

/** A number of seconds, or a duration, in nanoseconds. */
function parseLength(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name)
  if (!text) return undefined
  const length = /^-?\d+(\.\d+)?$/.test(text)
    ? BigInt(Math.round(Number(text) * 1e9))
    : (parseRangeDuration(text) ?? parseGoDuration(text))
  if (length !== undefined) return length
  throw new LokiError(`cannot parse ${JSON.stringify(text)} to a valid duration`)
}

/** Nanoseconds, or seconds when there are few digits or a point, or RFC 3339. */
export function parseTime(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name)
  if (!text) return undefined
  if (/^\d{1,10}$/.test(text)) return BigInt(text) * second
  if (/^\d{11,19}$/.test(text)) return BigInt(text)
  if (/^\d{1,10}\.\d+$/.test(text)) return BigInt(Math.round(Number(text) * 1e3)) * 1_000_000n
  const parsed = parseLayout(rfc3339, text, 'UTC')
  if (parsed) return parsed.nanos
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

export function parseLimit(query: URLSearchParams): number {
  const value = parseCount(query, 'limit') ?? 100
  if (value <= maxLimit) return value
  throw new LokiError(
    `max entries limit per query exceeded, limit > max_entries_limit_per_query (${value} > ${maxLimit})`,
  )
}

export function parseCount(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (!text) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1) return value
  throw new LokiError(`${name} must be a positive value, got ${JSON.stringify(text)}`)
}

function direction(query: URLSearchParams): Range['direction'] {
  const text = (query.get('direction') || 'backward').toLowerCase()
  if (text === 'backward' || text === 'forward') return text
  throw new LokiError(`invalid direction '${text}': expected backward or forward`)
}
