import { justAfterNow, nowNano, parseGoDuration } from '../time.ts'
import { QueryError } from './query-error.ts'
import type { TraceQuery } from './search.ts'

const twoDays = 2n * 24n * 3600n * 1_000_000_000n

/** The parameters of `/api/traces` when it searches: times in microseconds, Go durations. */
export function parseV1Query(query: URLSearchParams): TraceQuery {
  const service = query.get('service')
  if (!service) throw new QueryError(`parameter 'service' is required`)
  const operation = query.get('operation')
  const durationMin = duration(query, 'minDuration')
  const durationMax = duration(query, 'maxDuration')
  if (durationMin && durationMax && durationMax < durationMin) {
    throw new QueryError(`'maxDuration' should be greater than 'minDuration'`)
  }
  return {
    service,
    ...(operation && { operation }),
    tags: parseTags(query),
    startMin: wholeNumber(query, 'start', 1000n) ?? nowNano() - twoDays,
    startMax: wholeNumber(query, 'end', 1000n) ?? justAfterNow(),
    ...(durationMin && { durationMin }),
    ...(durationMax && { durationMax }),
    limit: parseLimit(query.get('limit'), 'limit'),
  }
}

export function parseLimit(text: string | null, name: string): number {
  if (!text) return 100
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit >= 1) return Math.min(limit, 100_000)
  throw new QueryError(
    `unable to parse param '${name}': expected a count of 1 or more, got ${text}`,
  )
}

export function wholeNumber(
  query: URLSearchParams,
  name: string,
  unit: bigint,
): bigint | undefined {
  const text = query.get(name)
  if (!text) return undefined
  if (/^-?\d{1,19}$/.test(text)) return BigInt(text) * unit
  throw new QueryError(`unable to parse param '${name}': expected a whole number, got ${text}`)
}

const truths = ['1', 't', 'T', 'true', 'TRUE', 'True']
const falsehoods = ['0', 'f', 'F', 'false', 'FALSE', 'False']

/** What Go's ParseBool takes; absent is false. */
export function parseFlag(text: string | null, name: string): boolean {
  if (!text || falsehoods.includes(text)) return false
  if (truths.includes(text)) return true
  throw new QueryError(`unable to parse param '${name}': expected true or false, got ${text}`)
}

function duration(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name)
  if (!text) return undefined
  const parsed = parseGoDuration(text)
  if (parsed !== undefined) return parsed
  throw new QueryError(`unable to parse param '${name}': time: invalid duration "${text}"`)
}

function parseTags(query: URLSearchParams): Map<string, string> {
  const tags = new Map<string, string>()
  for (const tag of query.getAll('tag')) {
    const colon = tag.indexOf(':')
    if (colon === -1) {
      throw new QueryError(`malformed 'tag' parameter, expecting key:value, received: ${tag}`)
    }
    tags.set(tag.slice(0, colon), tag.slice(colon + 1))
  }
  for (const text of query.getAll('tags')) {
    for (const [key, value] of parseTagMap(text, `malformed 'tags' parameter`)) tags.set(key, value)
  }
  return tags
}

/** `{"key":"text"}`: Jaeger compares tags as text and takes nothing else. */
export function parseTagMap(text: string, complaint: string): [string, string][] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new QueryError(`${complaint}, cannot unmarshal JSON: ${(cause as Error).message}`)
  }
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : undefined
  if (entries && !Array.isArray(parsed) && entries.every(isTextEntry)) return entries
  throw new QueryError(`${complaint}, cannot unmarshal JSON: expected an object of texts`)
}

function isTextEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string'
}
