import { buildTree, type Span, type SpanNode, type Trace, walk } from '@onetrace/spans'
import { type JudgedHop, judgeHopsOf } from './hops/judge-hops.ts'

/** A trace with what every check asks of it, found once. */
export interface Examined {
  trace: Trace
  roots: SpanNode[]
  /** Each before its children. */
  nodes: SpanNode[]
  /** What each hangs below, by parent or by link. */
  above: Map<SpanNode, SpanNode>
  byId: Map<string, SpanNode>
  /** Where it crossed from one service to another. */
  hops: JudgedHop[]
  start: bigint
  end: bigint
}

/** One end of a hop. */
export interface End {
  node: SpanNode
  trace: Examined
}

export function examine(trace: Trace): Examined {
  const roots = buildTree(trace)
  const nodes = [...walk(roots)].map(({ node }) => node)
  const above = new Map<SpanNode, SpanNode>()
  const byId = new Map<string, SpanNode>()
  for (const node of nodes) {
    if (!node.nth) byId.set(node.span.spanId, node)
    for (const child of node.children) above.set(child, node)
  }
  const first = nodes[0]?.span.startTime ?? 0n
  return {
    trace,
    roots,
    nodes,
    above,
    byId,
    hops: judgeHopsOf(roots),
    start: nodes.reduce((least, { span }) => min(least, span.startTime), first),
    end: nodes.reduce((most, { span }) => max(most, span.endTime), first),
  }
}

/** The span that it is a child of, not that it links to. */
export function parentOf(node: SpanNode, { above }: Examined): SpanNode | undefined {
  return node.linked ? undefined : above.get(node)
}

/**
 * Whether the span's parent is in another process: by OTLP's flags (256: it is known, 512: it is
 * remote), else by its service.
 */
export function hasRemoteParent(node: SpanNode, trace: Examined): boolean {
  const { parentSpanId, flags, kind, service } = node.span
  if (parentSpanId === undefined) return false
  if (flags !== undefined && (flags & 256) !== 0) return (flags & 512) !== 0
  const parent = parentOf(node, trace)
  return parent ? parent.span.service !== service : kind === 'server' || kind === 'consumer'
}

/** The flag itself where it was kept: Jaeger's own JSON drops it, some exporters never send it. */
export function isSampled({ flags }: Span): boolean | undefined {
  return flags === undefined ? undefined : (flags & 1) !== 0
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
