import type { Trace } from './model.ts'
import { buildTree, rootOf, type SpanNode, walk } from './tree.ts'

export interface TraceSummary {
  traceId: string
  /** Of the root that the trace is named after. */
  service: string
  name: string
  /** Unix nanoseconds. */
  start: bigint
  end: bigint
  spans: number
  errors: number
  services: string[]
}

export function summarize(trace: Trace): TraceSummary {
  return summarizeTree(trace.traceId, buildTree(trace))
}

/** The same of a tree that is built already. */
export function summarizeTree(traceId: string, roots: SpanNode[]): TraceSummary {
  const spans = [...walk(roots)].map(({ node }) => node.span)
  const root = rootOf(roots)?.span
  const first = root?.startTime ?? 0n
  return {
    traceId,
    service: root?.service ?? '',
    name: root?.name ?? '',
    start: spans.reduce((least, { startTime: t }) => (t < least ? t : least), first),
    end: spans.reduce((most, { endTime: t }) => (t > most ? t : most), first),
    spans: spans.length,
    errors: spans.filter(({ status }) => status.code === 'error').length,
    services: [...new Set(spans.map(({ service }) => service))],
  }
}
