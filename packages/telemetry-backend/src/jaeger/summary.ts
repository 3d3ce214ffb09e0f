import {
  buildTree,
  httpStatusOf,
  rootOf,
  type SpanNode,
  selfTimeOf,
  summarizeTree,
  type Trace,
  walk,
} from '@onetrace/spans'

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

/** A trace's summary in Jaeger's words, with what a list of traces shows besides. */
export function toJaegerSummary(trace: Trace): TraceSummary {
  const roots = buildTree(trace)
  const { traceId } = trace
  const { service, name, start, end, spans, errors } = summarizeTree(traceId, roots)
  const root = rootOf(roots)
  const httpStatus = root && httpStatusOf(root.span)
  return {
    traceId,
    rootServiceName: service,
    rootOperationName: name,
    minStartTimeUnixNano: String(start),
    maxEndTimeUnixNano: String(end),
    spanCount: spans,
    errorSpanCount: errors,
    orphanSpanCount: roots.filter(({ flaw }) => flaw === 'orphan').length,
    services: summarizeServices([...walk(roots)].map(({ node }) => node)),
    ...(httpStatus !== undefined && { httpStatus }),
  }
}

function summarizeServices(nodes: SpanNode[]): ServiceSummary[] {
  return [...Map.groupBy(nodes, ({ span }) => span.service)].map(([name, ofService]) => ({
    name,
    spanCount: ofService.length,
    errorSpanCount: ofService.filter(({ span }) => span.status.code === 'error').length,
    selfTimeNanos: Number(ofService.reduce((sum, node) => sum + selfTimeOf(node), 0n)),
  }))
}
