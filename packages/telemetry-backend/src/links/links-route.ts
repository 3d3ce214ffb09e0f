import type { Trace } from '@onetrace/spans'
import { json } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import type { TraceSource } from '../store/trace-source.ts'

/**
 * A span that links to another one. Spans hold only their own links, so these have to be searched.
 */
export interface LinkFrom {
  traceId: string
  spanId: string
  service: string
  name: string
  /** The span of the asked trace. */
  toSpanId: string
}

const most = 1000

/** `GET /api/onetrace/links/<trace id>`: the spans that link to spans of a trace. */
export function linksRoute(traces: TraceSource): Route {
  return {
    method: 'GET',
    path: '/api/onetrace/links/:id',
    handle: ({ params }) => json({ links: linksTo(params.id?.toLowerCase() ?? '', traces) }),
  }
}

function linksTo(traceId: string, source: TraceSource): LinkFrom[] {
  const traces: Iterable<Trace> = source.linkingTo(traceId)
  const found: LinkFrom[] = []
  for (const { spans } of traces) {
    for (const span of spans) {
      for (const link of span.links) {
        if (link.traceId !== traceId) continue
        const { spanId, service, name } = span
        found.push({ traceId: span.traceId, spanId, service, name, toSpanId: link.spanId })
        if (found.length === most) return found
      }
    }
  }
  return found
}
