import type { Labels, Sample } from './open-metrics.ts'

/** Requests of one route, method and status since the process started, by duration. */
export interface RequestSeries {
  endpoint: string
  method: string
  status: string
  /** Upper bounds in seconds, ascending, the last of them infinite. */
  bounds: number[]
  /** How many requests took at most so long: cumulative, as in the text. */
  counts: number[]
  exemplars: RequestExemplar[]
}

export interface RequestExemplar {
  traceId: string
  spanId?: string
  seconds: number
  /** Unix seconds; the time of the scrape where the text has none. */
  timestamp?: number
}

interface Convention {
  metric: string
  endpoint: string[]
  method: string[]
  status: string[]
}

/** This project's histogram, and the one of OpenTelemetry's conventions. */
const conventions: Convention[] = [
  {
    metric: 'http_request_duration_seconds',
    endpoint: ['endpoint', 'route', 'path', 'handler'],
    method: ['method'],
    status: ['status', 'status_code', 'code'],
  },
  {
    metric: 'http_server_request_duration_seconds',
    endpoint: ['http_route'],
    method: ['http_request_method'],
    status: ['http_response_status_code'],
  },
]

/** The histograms of served requests that a scrape holds. */
export function readRequestSeries(samples: Sample[]): RequestSeries[] {
  return conventions.flatMap((convention) => {
    const buckets = samples.filter(({ name }) => name === `${convention.metric}_bucket`)
    const ofSeries = Map.groupBy(buckets, ({ labels }) => JSON.stringify(named(labels, convention)))
    return [...ofSeries.values()].map((series) => toSeries(series, convention))
  })
}

function toSeries(buckets: Sample[], convention: Convention): RequestSeries {
  const [endpoint, method, status] = named(buckets[0]?.labels ?? {}, convention)
  const sorted = buckets
    .map((bucket) => ({ ...bucket, bound: boundOf(bucket.labels) }))
    .filter(({ bound, value }) => !Number.isNaN(bound) && Number.isFinite(value))
    .sort((a, b) => a.bound - b.bound)
  return {
    endpoint,
    method,
    status,
    bounds: sorted.map(({ bound }) => bound),
    counts: sorted.map(({ value }) => value),
    exemplars: sorted.flatMap(toExemplar),
  }
}

function named(labels: Labels, { endpoint, method, status }: Convention) {
  const first = (names: string[]) => {
    const name = names.find((known) => Object.hasOwn(labels, known))
    return name === undefined ? '' : (labels[name] ?? '')
  }
  return [first(endpoint), first(method), first(status)] as const
}

function boundOf({ le = '' }: Labels): number {
  return /inf/i.test(le) ? Number.POSITIVE_INFINITY : Number.parseFloat(le)
}

/** An exemplar that does not name a trace is left out, since nothing can be opened by it. */
function toExemplar({ exemplar }: Sample): RequestExemplar[] {
  const { trace_id: traceId = '', span_id: spanId } = exemplar?.labels ?? {}
  if (!exemplar || !/^[0-9a-f]{32}$/i.test(traceId) || !(exemplar.value >= 0)) return []
  return [
    {
      traceId: traceId.toLowerCase(),
      ...(spanId && { spanId }),
      seconds: exemplar.value,
      ...(exemplar.timestamp !== undefined && { timestamp: exemplar.timestamp }),
    },
  ]
}
