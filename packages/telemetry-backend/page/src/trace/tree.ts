import { buildTree, durationOf, rootOf, type SpanNode, type Trace, walk } from '@onetrace/spans'

/** A span in the tree with what its row needs; times are milliseconds after the trace's start. */
export interface TreeNode extends SpanNode {
  /**
   * Names the span in the address and in selections: its id. Of two spans with one id the later one
   * also has its number (`00f067aa0ba902b7-2`), so that a link by id leads to the earlier one.
   */
  key: string
  /** The span above it, by parent or by link. */
  parent: TreeNode | undefined
  children: TreeNode[]
  depth: number
  start: number
  end: number
  /** How many spans are below. */
  descendants: number
}

export interface TraceTree {
  trace: Trace
  traceId: string
  startTime: bigint
  /** Milliseconds from the first start to the last end. */
  duration: number
  /** The root that the trace is named after. */
  root: TreeNode
  roots: TreeNode[]
  /** By key, each before those below it. */
  nodes: Map<string, TreeNode>
  services: string[]
  /** Spans of traces that go on from this one by a link and are shown with it: whose each is. */
  homes: ReadonlyMap<string, string>
}

/** The rows of a trace; nothing where it has no span yet. */
export function layOut(trace: Trace, homes: TraceTree['homes'] = noHomes): TraceTree | undefined {
  const startTime = trace.spans.reduce(
    (first, { startTime: t }) => (t < first ? t : first),
    trace.spans[0]?.startTime ?? 0n,
  )
  const all: TreeNode[] = []
  const above: TreeNode[] = [] // the last node of each depth
  for (const { node, depth } of walk(buildTree(trace))) {
    const placed = place(node, { depth, parent: above[depth - 1], startTime })
    placed.parent?.children.push(placed)
    above[depth] = placed
    all.push(placed)
  }
  countDescendants(all)
  const roots = all.filter((node) => !node.parent)
  const root = rootOf(roots)
  return (
    root && {
      trace,
      traceId: trace.traceId,
      startTime,
      duration: all.reduce((last, { end }) => Math.max(last, end), 0),
      root,
      roots,
      nodes: new Map(all.map((node) => [node.key, node])),
      services: [...new Set(all.map(({ span }) => span.service))],
      homes,
    }
  )
}

const noHomes: TraceTree['homes'] = new Map()

/** All spans, parents before children. */
export function preorder({ nodes }: TraceTree): TreeNode[] {
  return [...nodes.values()]
}

/** Every row that the timeline shows, parents before children. */
export function visibleRows(tree: TraceTree, collapsed: ReadonlySet<string>): TreeNode[] {
  let deepest = Number.POSITIVE_INFINITY
  return preorder(tree).filter(({ key, depth }) => {
    if (depth > deepest) return false
    deepest = collapsed.has(key) ? depth : Number.POSITIVE_INFINITY
    return true
  })
}

export function milliseconds(ns: bigint): number {
  return Number(ns) / 1e6
}

function place(
  node: SpanNode,
  { startTime, ...at }: Pick<TreeNode, 'depth' | 'parent'> & { startTime: bigint },
): TreeNode {
  const { spanId, startTime: own } = node.span
  const start = milliseconds(own - startTime)
  return {
    ...node,
    ...at,
    key: node.nth ? `${spanId}-${node.nth}` : spanId,
    children: [],
    start,
    end: milliseconds(own - startTime + durationOf(node.span)),
    descendants: 0,
  }
}

function countDescendants(all: TreeNode[]): void {
  for (const { parent, descendants } of all.toReversed()) {
    if (parent) parent.descendants += descendants + 1
  }
}
