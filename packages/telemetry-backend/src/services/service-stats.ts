import type { Span, Trace } from '@onetrace/spans'
import { type CallEdge, listEdges } from './call-edges.ts'
import { percentile } from './percentile.ts'

export interface ServiceStats {
  name: string
  /** Server and consumer spans that started within the window. */
  requests: number
  requestsPerSecond: number
  errors: number
  /** 0 to 1. */
  errorShare: number
  p50Nanos: number
  p95Nanos: number
  p99Nanos: number
  /** Traces to open: the one at p99, and the latest with an error. */
  exemplars: { slow?: string; failed?: string }
}

export interface Services {
  /** It is shorter than asked for when the store does not reach so far back. */
  windowSeconds: number
  services: ServiceStats[]
  edges: CallEdge[]
}

/**
 * Numbers of the spans that are held. Spans that were not sampled, or have left, are not in them.
 */
export function summarizeServices(
  traces: Iterable<Trace>,
  { from, to }: { from: bigint; to: bigint },
): Services {
  const inWindow = (span: Span) => span.startTime >= from && span.startTime <= to
  const recent = [...traces].filter(({ spans }) => spans.some(inWindow))
  const spans = recent.flatMap((trace) => trace.spans.filter(inWindow))
  const windowSeconds = Math.max(1, Number(to - earliest(spans, to)) / 1e9)
  const byService = Map.groupBy(spans, ({ service }) => service)
  const services = [...byService].map(([name, ofService]) =>
    statsOf(name, ofService.filter(isRequest), windowSeconds),
  )
  services.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { windowSeconds, services, edges: listEdges(recent, inWindow) }
}

export function isRequest({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer'
}

function earliest(spans: Span[], to: bigint): bigint {
  return spans.reduce((first, { startTime }) => (startTime < first ? startTime : first), to)
}

function statsOf(name: string, requests: Span[], seconds: number): ServiceStats {
  const slowestLast = requests
    .map(({ traceId, startTime, endTime }) => ({ traceId, nanos: Number(endTime - startTime) }))
    .sort((a, b) => a.nanos - b.nanos)
  const at = (share: number) => percentile(slowestLast, share)
  const failed = requests.filter(({ status }) => status.code === 'error')
  const lastFailed = failed.reduce<Span | undefined>(
    (last, span) => (last && last.startTime > span.startTime ? last : span),
    undefined,
  )
  return {
    name,
    requests: requests.length,
    requestsPerSecond: requests.length / seconds,
    errors: failed.length,
    errorShare: requests.length > 0 ? failed.length / requests.length : 0,
    p50Nanos: at(0.5)?.nanos ?? 0,
    p95Nanos: at(0.95)?.nanos ?? 0,
    p99Nanos: at(0.99)?.nanos ?? 0,
    exemplars: {
      ...(slowestLast.length > 0 && { slow: at(0.99)?.traceId ?? '' }),
      ...(lastFailed && { failed: lastFailed.traceId }),
    },
  }
}
