import type { Span } from '@onetrace/spans'

/** A span in its place; times are milliseconds after the start of the trace. */
export interface TreeNode {
  span: Span
  parent: TreeNode | undefined
  children: TreeNode[]
  depth: number
  start: number
  end: number
  /** How many spans are below. */
  descendants: number
}

export interface TraceTree {
  traceId: string
  startTime: bigint
  /** Milliseconds from the first start to the last end. */
  duration: number
  roots: TreeNode[]
  nodes: Map<string, TreeNode>
  services: string[]
}

/** Siblings in the order of time. A span whose parent has not come stands at the top. */
export function buildTree(spans: [Span, ...Span[]]): TraceTree {
  const startTime = spans.reduce(
    (min, s) => (s.startTime < min ? s.startTime : min),
    spans[0].startTime,
  )
  const nodes = new Map(spans.map((span) => [span.spanId, placeSpan(span, startTime)]))
  const roots = linkNodes([...nodes.values()].sort(byStart))
  measure(roots)
  return {
    traceId: spans[0].traceId,
    startTime,
    duration: [...nodes.values()].reduce((max, node) => Math.max(max, node.end), 0),
    roots,
    nodes,
    services: [...new Set(walk(roots, (node) => node.children).map((node) => node.span.service))],
  }
}

/** Every row that the timeline shows, parents before children. */
export function visibleRows(tree: TraceTree, collapsed: ReadonlySet<string>): TreeNode[] {
  return walk(tree.roots, (node) => (collapsed.has(node.span.spanId) ? [] : node.children))
}

/** All spans, parents before children. */
export function preorder(tree: TraceTree): TreeNode[] {
  return walk(tree.roots, (node) => node.children)
}

function placeSpan(span: Span, startTime: bigint): TreeNode {
  const start = milliseconds(span.startTime - startTime)
  const end = Math.max(start, milliseconds(span.endTime - startTime))
  return { span, parent: undefined, children: [], depth: 0, start, end, descendants: 0 }
}

function linkNodes(sorted: TreeNode[]): TreeNode[] {
  const byId = new Map(sorted.map((node) => [node.span.spanId, node]))
  return sorted.filter((node) => {
    const parent = byId.get(node.span.parentSpanId ?? '')
    if (!parent || isWithin(parent, node)) return true
    node.parent = parent
    parent.children.push(node)
    return false
  })
}

/**
 * Spans that name each other as parents would be in no tree: the link that closes the ring is cut.
 * What has no children yet is nobody's ancestor, so that a deep chain is not climbed at each span.
 */
function isWithin(node: TreeNode, ancestor: TreeNode): boolean {
  if (ancestor.children.length === 0) return node === ancestor
  for (let at: TreeNode | undefined = node; at; at = at.parent) if (at === ancestor) return true
  return false
}

function measure(roots: TreeNode[]): void {
  const all = walk(roots, (node) => node.children)
  for (const node of all) node.depth = node.parent ? node.parent.depth + 1 : 0
  for (const node of all.reverse()) {
    if (node.parent) node.parent.descendants += node.descendants + 1
  }
}

// With a stack of its own: a chain of ten thousand spans must not exhaust the language's.
function walk(roots: TreeNode[], next: (node: TreeNode) => TreeNode[]): TreeNode[] {
  const found: TreeNode[] = []
  const stack = roots.toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    found.push(node)
    stack.push(...next(node).toReversed())
  }
  return found
}

function byStart(a: TreeNode, b: TreeNode): number {
  return a.start - b.start || b.end - a.end
}

export function milliseconds(ns: bigint): number {
  return Number(ns) / 1e6
}
