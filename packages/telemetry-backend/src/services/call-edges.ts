import type { Span, Trace } from '@onetrace/spans'
import { percentile } from './percentile.ts'
import { spansById } from './spans-by-id.ts'

export interface CallEdge {
  caller: string
  callee: string
  /** The callee sends no spans: a database, or a service named by `peer.service`. */
  external: boolean
  calls: number
  errors: number
  /** As the caller saw it, where it has a client span for the call. */
  p95Nanos: number
}

interface Call {
  caller: string
  callee: string
  external: boolean
  failed: boolean
  nanos: number
}

export function listEdges(traces: Trace[], wanted: (span: Span) => boolean): CallEdge[] {
  const calls = traces.flatMap((trace) => callsOf(trace, wanted))
  const edges = Map.groupBy(calls, ({ caller, callee }) => JSON.stringify([caller, callee]))
  return [...edges.keys()].sort().flatMap((key) => edgeOf(edges.get(key) ?? []))
}

function edgeOf(calls: Call[]): CallEdge[] {
  const [first] = calls
  if (!first) return []
  const nanos = calls.map((call) => call.nanos).sort((a, b) => a - b)
  return [
    {
      caller: first.caller,
      callee: first.callee,
      external: first.external,
      calls: calls.length,
      errors: calls.filter(({ failed }) => failed).length,
      p95Nanos: percentile(nanos, 0.95) ?? 0,
    },
  ]
}

function callsOf({ spans }: Trace, wanted: (span: Span) => boolean): Call[] {
  const byId = spansById(spans)
  const parents = new Set(spans.map(({ parentSpanId }) => parentSpanId))
  return spans.filter(wanted).flatMap((span): Call[] => {
    const parent = span.parentSpanId ? byId.get(span.parentSpanId) : undefined
    if (parent && parent.service !== span.service) return [between(parent, span)]
    const callee = parents.has(span.spanId) ? undefined : externalCallee(span)
    return callee ? [outside(span, callee)] : []
  })
}

function between(parent: Span, span: Span): Call {
  const seen = parent.kind === 'client' ? parent : span
  const failed = [parent, span].some(({ status }) => status.code === 'error')
  return {
    caller: parent.service,
    callee: span.service,
    external: false,
    failed,
    nanos: length(seen),
  }
}

function outside(span: Span, callee: string): Call {
  const failed = span.status.code === 'error'
  return { caller: span.service, callee, external: true, failed, nanos: length(span) }
}

function externalCallee({ kind, attributes }: Span): string | undefined {
  if (kind !== 'client' && kind !== 'producer') return undefined
  const named =
    attributes['peer.service'] ?? attributes['db.system.name'] ?? attributes['db.system']
  return typeof named === 'string' ? named : undefined
}

function length({ startTime, endTime }: Span): number {
  return Math.max(0, Number(endTime - startTime))
}
