import type { Span, Trace } from './model.ts'

export interface SpanNode {
  span: Span
  children: SpanNode[]
  /** It hangs below the span that it links to; it has no parent. */
  linked: boolean
  /** Which of the spans of its id it is, 2 and up; absent on the earliest, which the id means. */
  nth?: number
  /**
   * Why a root with a parent is one. `orphan`: the trace does not hold its parent, as when the
   * context came from outside, or the parent never arrived. `cycle`: it is its own ancestor.
   */
  flaw?: 'orphan' | 'cycle'
}

/**
 * The roots of a trace with all below them; siblings in order of start time, then of span id.
 * Nothing here recurses: a trace may be 100,000 spans deep.
 *
 * A span that arrived twice is one. Different spans of one id are all kept; the id means the
 * earliest of them. A cycle is cut above its earliest span, at a link before at a parent.
 */
export function buildTree(trace: Trace): SpanNode[] {
  const nodes = dropRepeats([...trace.spans].sort(byStart))
  const byId = new Map<string, SpanNode>()
  for (const node of nodes) if (!node.nth) byId.set(node.span.spanId, node)
  const above = new Map<SpanNode, SpanNode>()
  for (const node of nodes) {
    const upper = findAbove(node, byId)
    if (upper) above.set(node, upper)
  }
  cutCycles(nodes, above)
  for (const node of nodes) above.get(node)?.children.push(node)
  return nodes.filter((node) => !above.has(node))
}

/**
 * The root that a trace is named after: the earliest that began it. Where none did, the earliest
 * whose parent is elsewhere or below it.
 */
export function rootOf<N extends Pick<SpanNode, 'flaw'>>(roots: N[]): N | undefined {
  return roots.find(({ flaw }) => flaw === undefined) ?? roots[0]
}

/** Every node with its depth, each before its children. */
export function* walk<N extends { children: N[] }>(
  roots: N[],
): Generator<{ node: N; depth: number }> {
  const stack = roots.map((node) => ({ node, depth: 0 })).reverse()
  for (let top = stack.pop(); top; top = stack.pop()) {
    yield top
    const { children } = top.node
    for (let i = children.length - 1; i >= 0; i--) {
      const node = children[i]
      if (node) stack.push({ node, depth: top.depth + 1 })
    }
  }
}

function byStart(a: Span, b: Span): number {
  return (
    compare(a.startTime, b.startTime) ||
    compare(a.spanId, b.spanId) ||
    compare(a.service, b.service) ||
    compare(a.name, b.name)
  )
}

function compare<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Spans of one id are the rule's exception: only these are looked at more closely. */
function dropRepeats(spans: Span[]): SpanNode[] {
  const byId = new Map<string, Span[]>()
  return spans.flatMap((span): SpanNode[] => {
    const node = { span, children: [], linked: false }
    const same = byId.get(span.spanId)
    if (!same) {
      byId.set(span.spanId, [span])
      return [node]
    }
    if (same.some((other) => isRepeat(span, other))) return []
    return [{ ...node, nth: same.push(span) }]
  })
}

/** Whether a span arrived twice, as a retried export brings it; another one may have the same id. */
export function isRepeat(a: Span, b: Span): boolean {
  return (
    a.spanId === b.spanId &&
    a.startTime === b.startTime &&
    a.endTime === b.endTime &&
    a.parentSpanId === b.parentSpanId &&
    a.service === b.service &&
    a.name === b.name &&
    a.kind === b.kind
  )
}

/** A missing parent is never papered over with a link: it is what a broken context looks like. */
function findAbove(node: SpanNode, byId: Map<string, SpanNode>): SpanNode | undefined {
  const { parentSpanId, traceId, links } = node.span
  if (parentSpanId !== undefined) {
    const parent = byId.get(parentSpanId)
    if (!parent) node.flaw = 'orphan'
    return parent
  }
  const link = links.find((to) => to.traceId === traceId && byId.has(to.spanId))
  const target = link && byId.get(link.spanId)
  if (!target || target === node) return undefined
  node.linked = true
  return target
}

/** Goes up from each node until one that was seen: if that was on the very same way, it is a cycle. */
function cutCycles(nodes: SpanNode[], above: Map<SpanNode, SpanNode>): void {
  const seenFrom = new Map<SpanNode, SpanNode>()
  for (const start of nodes) {
    let node: SpanNode | undefined = start
    while (node && !seenFrom.has(node)) {
      seenFrom.set(node, start)
      node = above.get(node)
    }
    if (node && seenFrom.get(node) === start) cut(cycleFrom(node, above), above)
  }
}

function cycleFrom(node: SpanNode, above: Map<SpanNode, SpanNode>): SpanNode[] {
  const cycle = [node]
  for (let next = above.get(node); next && next !== node; next = above.get(next)) cycle.push(next)
  return cycle.sort((a, b) => byStart(a.span, b.span))
}

function cut(cycle: SpanNode[], above: Map<SpanNode, SpanNode>): void {
  const linked = cycle.find((node) => node.linked)
  const root = linked ?? cycle[0]
  if (!root) return
  above.delete(root)
  if (linked) linked.linked = false
  else root.flaw = 'cycle'
}
