import type { Span, Trace } from '@onetrace/spans'
import { selfTimes } from '../services/self-time.ts'

/** An item of Jaeger's `/api/v3/trace-summaries`. */
export interface TraceSummary {
  traceId: string
  rootServiceName: string
  rootOperationName: string
  minStartTimeUnixNano: string
  maxEndTimeUnixNano: string
  spanCount: number
  errorSpanCount: number
  /** Spans whose parent the trace does not hold. */
  orphanSpanCount: number
  services: ServiceSummary[]
  /** Not of Jaeger: the status code that the root span answered with. */
  httpStatus?: number
}

export interface ServiceSummary {
  name: string
  spanCount: number
  errorSpanCount: number
  /** Not of Jaeger: the time in which it was at work itself and not waiting for a child span. */
  selfTimeNanos: number
}

export function summarize({ traceId, spans }: Trace): TraceSummary {
  const ids = new Set(spans.map((span) => span.spanId))
  const orphans = spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))
  const root = earliest(spans.filter((span) => !span.parentSpanId)) ?? earliest(orphans) ?? spans[0]
  const httpStatus = root && httpStatusOf(root)
  return {
    traceId,
    rootServiceName: root?.service ?? '',
    rootOperationName: root?.name ?? '',
    minStartTimeUnixNano: String(earliest(spans)?.startTime ?? 0n),
    maxEndTimeUnixNano: String(latestEnd(spans)),
    spanCount: spans.length,
    errorSpanCount: countErrors(spans),
    orphanSpanCount: orphans.length,
    services: services(spans),
    ...(httpStatus !== undefined && { httpStatus }),
  }
}

function services(spans: Span[]): ServiceSummary[] {
  const selfTime = selfTimes(spans)
  return [...Map.groupBy(spans, (span) => span.service)].map(([name, ofService]) => ({
    name,
    spanCount: ofService.length,
    errorSpanCount: countErrors(ofService),
    selfTimeNanos: selfTime.get(name) ?? 0,
  }))
}

function countErrors(spans: Span[]): number {
  return spans.filter((span) => span.status.code === 'error').length
}

function earliest(spans: Span[]): Span | undefined {
  let first = spans[0]
  for (const span of spans) if (first && span.startTime < first.startTime) first = span
  return first
}

function latestEnd(spans: Span[]): bigint {
  return spans.reduce((end, span) => (span.endTime > end ? span.endTime : end), 0n)
}

function httpStatusOf({ attributes }: Span): number | undefined {
  const status = attributes['http.response.status_code'] ?? attributes['http.status_code']
  return typeof status === 'number' ? status : undefined
}
