/** What Jaeger's query service looks at to tell whether the clocks of two hosts differ. */
export interface Clocked {
  spanId: string
  parentSpanId: string | undefined
  /** Unix nanoseconds. */
  start: bigint
  duration: bigint
  /** Spans of one host are never moved against each other; empty for an unknown one. */
  host: string
}

export interface Skew {
  /** What to add to the times of the span; none for most. */
  delta: bigint
  flaw?: 'duplicate' | 'orphan'
}

interface Node {
  clocked: Clocked
  children: Node[]
}

/**
 * By how much the clock of each span is off against its parent's, by the rules of Jaeger's
 * `clockskew.go`: a child fits into its parent, in its middle if it has to be moved. A span of the
 * host of its parent moves along with it. No delta beyond `most` is applied to what is below.
 */
export function clockSkews(spans: readonly Clocked[], most: bigint): Skew[] {
  const skews: Skew[] = spans.map(() => ({ delta: 0n }))
  const nodes = new Map<string, Node>()
  const places = new Map<Clocked, Skew>()
  for (const [index, clocked] of spans.entries()) {
    const skew = skews[index] as Skew
    places.set(clocked, skew)
    if (nodes.has(clocked.spanId)) skew.flaw = 'duplicate'
    else nodes.set(clocked.spanId, { clocked, children: [] })
  }
  const open = rootsOf(nodes, (orphan) => {
    const skew = places.get(orphan)
    if (skew) skew.flaw = 'orphan'
  }).map((node) => ({ node, start: node.clocked.start, delta: 0n }))
  for (let parent = open.pop(); parent; parent = open.pop()) {
    const { clocked } = parent.node
    for (const node of parent.node.children) {
      const { host } = node.clocked
      const same = host !== '' && host === clocked.host
      const delta = same ? parent.delta : skewOf(node.clocked, { ...clocked, start: parent.start })
      const skew = places.get(node.clocked)
      if (skew) skew.delta = delta
      const moved = delta <= most && delta >= -most ? delta : 0n
      open.push({ node, start: node.clocked.start + moved, delta })
    }
  }
  return skews
}

/** Those without a parent and those whose parent is elsewhere; a cycle has none, and is left alone. */
function rootsOf(nodes: Map<string, Node>, onOrphan: (clocked: Clocked) => void): Node[] {
  return [...nodes.values()].filter((node) => {
    const { parentSpanId } = node.clocked
    if (parentSpanId === undefined) return true
    const parent = nodes.get(parentSpanId)
    if (parent) parent.children.push(node)
    else onOrphan(node.clocked)
    return !parent
  })
}

/** When something happened, and for how long, in nanoseconds. */
export type Stretch = Pick<Clocked, 'start' | 'duration'>

/** What to add to the start of a child so that it fits into its parent. */
export function skewOf(child: Stretch, parent: Stretch): bigint {
  if (child.duration > parent.duration) {
    // It was not waited for, or not to its end: all that is sure is that it did not begin before.
    return child.start < parent.start ? parent.start - child.start : 0n
  }
  const end = child.start + child.duration
  if (child.start >= parent.start && end <= parent.start + parent.duration) return 0n
  // As if the way there took as long as the way back.
  return parent.start + (parent.duration - child.duration) / 2n - child.start
}
