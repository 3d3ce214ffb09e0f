import { lineWindow, readOtlpJson, type Span, type Trace } from '@onetrace/spans'
import { readLogRecord, whyNoSpans } from '@onetrace/trace-doctor/logs'
import type { ServiceSummary, TraceSummary } from '../../../src/jaeger/summary.ts'
import type { Refusal } from '../../../src/refusal.ts'
import { decodeStreams, type LogLine, type LokiStream } from '../trace/lines.ts'
import { withReason } from './reason.ts'

export type { ServiceSummary, TraceSummary }

// The whole shape of each answer is declared once, here or where the server makes it.

/** The names of what the backend counts when it does not keep something. */
export type Loss =
  | 'tracesEvicted'
  | 'spansLate'
  | 'exportsRefused'
  | 'packetsRefused'
  | 'logLinesEvicted'
  | 'logLinesRefused'
  | 'logLinesCut'
  | 'remotePollsFailed'

export interface About {
  tryIt: { gatewayUrl?: string; curl?: string }
  /** Where spans come in, when they are kept here. */
  otlp?: string
  counters: Record<Loss, number>
  /** Services that push metrics, which nobody keeps here. */
  metricSenders: string[]
  /** The latest export that was refused. */
  lastRefusal?: Refusal
  /** Where traces and lines are read from, when it is not this backend's own memory. */
  remote: { jaeger?: string; loki?: string }
}

export class ApiError extends Error {
  readonly status: number
  /** The words of the answer. */
  readonly detail: string
  constructor(status: number, message: string, detail = '') {
    super(message)
    this.status = status
    this.detail = detail
  }
}

const dayMs = 86_400_000

/** The newest traces; if given, only those of a service, or those with an attribute on a span. */
export async function fetchSummaries(
  service: string,
  most: number,
  tag?: [name: string, value: string],
): Promise<TraceSummary[]> {
  const query = new URLSearchParams({
    'query.start_time_min': new Date(Date.now() - 7 * dayMs).toISOString(),
    'query.start_time_max': new Date(Date.now() + dayMs).toISOString(), // the clock of a sender may be ahead
    'query.num_traces': String(most),
    ...(service && { 'query.service_name': service }),
    ...(tag && { 'query.attributes': JSON.stringify(Object.fromEntries([tag])) }),
  })
  const found = await getOrNothing<{ summaries?: TraceSummary[] }>(
    `/api/v3/trace-summaries?${query}`,
  )
  return found?.summaries ?? []
}

export interface FetchedTrace {
  /** Empty when the backend does not hold the trace. */
  spans: Span[]
  /** Whether the trace was there once and had to leave. */
  evicted: boolean
}

export async function fetchTrace(traceId: string): Promise<FetchedTrace> {
  try {
    const { result } = await get<{ result: unknown }>(`/api/v3/traces/${traceId}`)
    return { spans: readOtlpJson(result), evicted: false }
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error
    return { spans: [], evicted: error.detail.includes('was here and left') }
  }
}

export const linesAtMost = 5000

/** The lines of a trace, from five minutes before it to five minutes after it. */
export async function fetchLines({ traceId, spans }: Trace): Promise<LogLine[]> {
  const now = BigInt(Date.now()) * 1_000_000n
  const { from, to } = lineWindow(spans, { now, around: 300_000_000_000n })
  const query = new URLSearchParams({
    query: `{service_name=~".+"} | trace_id="${traceId}"`,
    start: String(from),
    end: String(to),
    limit: String(linesAtMost),
    direction: 'forward',
  })
  const found = await get<{ data: { result: LokiStream[] } }>(`/loki/api/v1/query_range?${query}`)
  return decodeStreams(found.data.result)
}

/** Why a trace has no spans, when lines of the last day tell. */
export async function fetchWhyNoSpans(traceId: string): Promise<string | undefined> {
  const query = new URLSearchParams({
    query: `{service_name=~".+"} | trace_id="${traceId}"`,
    since: '24h',
    limit: String(linesAtMost),
  })
  const { data } = await get<{ data: { result: LokiStream[] } }>(
    `/loki/api/v1/query_range?${query}`,
  )
  const lines = data.result.flatMap(({ stream, values }) =>
    values.map(([time, line]) => readLogRecord(line, { time: BigInt(time), labels: stream })),
  )
  return whyNoSpans(lines)
}

export const searchedAtMost = 1000

/** The lines of the last hour that a LogQL query finds, the newest first. */
export async function searchLines(text: string): Promise<LogLine[]> {
  const query = new URLSearchParams({
    query: text,
    since: '1h',
    limit: String(searchedAtMost),
    direction: 'backward',
  })
  const path = `/loki/api/v1/query_range?${query}`
  const { data } = await get<{ data: { resultType: string; result: LokiStream[] } }>(path)
  if (data.resultType === 'streams') return decodeStreams(data.result).reverse()
  throw new ApiError(400, 'no lines', 'This query counts lines; here it has to list them.')
}

export function fetchAbout(): Promise<About> {
  return get('/api/onetrace/about')
}

/** A 404 is no failure here: Jaeger's API gives it to a search or an id without a hit. */
async function getOrNothing<T>(path: string): Promise<T | undefined> {
  try {
    return await get<T>(path)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

export async function get<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { accept: 'application/json' } })
  if (!answer.ok) {
    const detail = (await answer.text()).trim()
    const place = `${answer.status} from ${path.split('?')[0]}`
    throw new ApiError(answer.status, withReason(place, detail), detail)
  }
  return (await answer.json()) as T
}
