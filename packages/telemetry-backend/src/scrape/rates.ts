import { quantile } from './quantile.ts'
import type { Growth, SeenExemplar, TargetHistory } from './target-history.ts'

/** Numbers of requests that were served within the window, by the services' own count. */
export interface Numbers {
  requests: number
  requestsPerSecond: number
  /** Answers with a status of 500 and above. */
  errors: number
  /** 0 to 1. */
  errorShare: number
  /** Interpolated within the histogram's buckets; null without a request. */
  p50Nanos: number | null
  p95Nanos: number | null
  p99Nanos: number | null
}

export interface EndpointRates extends Numbers {
  endpoint: string
  method: string
  /** Requests by status code. */
  statuses: Record<string, number>
  /** Requests whose trace was named, the slowest first, ten at most. */
  exemplars: RateExemplar[]
}

export interface RateExemplar {
  traceId: string
  spanId?: string
  nanos: number
  status: string
  timeUnixNano: string
  /** Whether the trace can be opened here. If not, it has left, or has never come. */
  held: boolean
}

export interface ServiceRates extends Numbers {
  name: string
  /** Shorter than asked for when the scrapes reach less far back. */
  windowSeconds: number
  /** The busiest first. */
  endpoints: EndpointRates[]
}

export interface Window {
  /** Unix milliseconds. */
  from: number
  to: number
}

interface Parts {
  name: string
  histories: TargetHistory[]
  window: Window
  isHeld: (traceId: string) => boolean
}

const shownExemplars = 10

/** The rates of one service, out of the scrapes of all its processes. */
export function ratesOf({ name, histories, window, isHeld }: Parts): ServiceRates {
  const { from, to } = window
  const since = Math.min(...histories.map((history) => history.since ?? to))
  const windowSeconds = Math.max(1, (to - Math.max(from, since)) / 1000)
  const growths = histories.flatMap((history) => history.growths(from))
  const exemplars = histories.flatMap((history) => history.exemplars(from))
  const ofEndpoint = Map.groupBy(growths, routeOf)
  const endpoints = [...ofEndpoint].map(([route, grown]) => {
    const own = exemplars.filter((exemplar) => routeOf(exemplar) === route)
    return endpointRates({ grown, exemplars: own, windowSeconds, isHeld })
  })
  endpoints.sort((a, b) => b.requests - a.requests)
  return { name, windowSeconds, ...numbersOf(growths, windowSeconds), endpoints }
}

function routeOf({ endpoint, method }: { endpoint: string; method: string }): string {
  return JSON.stringify([endpoint, method])
}

function endpointRates({
  grown,
  exemplars,
  windowSeconds,
  isHeld,
}: {
  grown: Growth[]
  exemplars: SeenExemplar[]
  windowSeconds: number
  isHeld: Parts['isHeld']
}): EndpointRates {
  const { endpoint = '', method = '' } = grown[0] ?? {}
  const byStatus = Map.groupBy(grown, ({ status }) => status)
  const statuses = [...byStatus].map(([status, ofStatus]) => [status, totalOf(ofStatus)] as const)
  const slowest = exemplars.toSorted((a, b) => b.seconds - a.seconds).slice(0, shownExemplars)
  return {
    endpoint,
    method,
    ...numbersOf(grown, windowSeconds),
    statuses: Object.fromEntries(statuses.sort(([a], [b]) => (a < b ? -1 : 1))),
    exemplars: slowest.map((exemplar) => shown(exemplar, isHeld)),
  }
}

function shown(exemplar: SeenExemplar, isHeld: Parts['isHeld']): RateExemplar {
  const { traceId, spanId, seconds, status, timestamp } = exemplar
  return {
    traceId,
    ...(spanId && { spanId }),
    nanos: nanos(seconds) ?? 0,
    status,
    timeUnixNano: `${Math.round(timestamp * 1000)}000000`,
    held: isHeld(traceId),
  }
}

function numbersOf(growths: Growth[], windowSeconds: number): Numbers {
  const requests = totalOf(growths)
  const errors = totalOf(growths.filter(({ status }) => /^5\d\d$/.test(status)))
  const histogram = merge(growths)
  return {
    requests,
    requestsPerSecond: requests / windowSeconds,
    errors,
    errorShare: requests > 0 ? errors / requests : 0,
    p50Nanos: nanos(quantile(0.5, histogram)),
    p95Nanos: nanos(quantile(0.95, histogram)),
    p99Nanos: nanos(quantile(0.99, histogram)),
  }
}

function totalOf(growths: Growth[]): number {
  return growths.reduce((sum, { counts }) => sum + (counts.at(-1) ?? 0), 0)
}

function nanos(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 1e9)
}

/**
 * Histograms of one metric usually have the same bounds; where not, the counts at each bound are
 * added.
 */
function merge(growths: Growth[]): { bounds: number[]; counts: number[] } {
  const within = new Map<number, number>()
  for (const { bounds, counts } of growths) {
    for (const [at, bound] of bounds.entries()) {
      const own = (counts[at] ?? 0) - (counts[at - 1] ?? 0)
      within.set(bound, (within.get(bound) ?? 0) + own)
    }
  }
  const bounds = [...within.keys()].sort((a, b) => a - b)
  let sum = 0
  const counts = bounds.map((bound) => {
    sum += within.get(bound) ?? 0
    return sum
  })
  return { bounds, counts }
}
