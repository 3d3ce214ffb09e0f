import type { TreeNode } from './tree.ts'

/** A piece of time in which this span, and none below it, is what the caller waited for. */
export interface Segment {
  node: TreeNode
  from: number
  to: number
}

/**
 * The chain of work that decided how long the root took. To shorten any part of it makes the
 * request faster; to shorten other work does not. It is found by going back from the root's end: at
 * each moment, a parent was waiting for the child that ended last. A child that outlives its parent
 * counts up to the parent's end. A child that starts after the parent's end, or that is only linked
 * to it, does not count, since nobody waits for it.
 */
export function criticalPath(root: TreeNode): Segment[] {
  const segments: Segment[] = []
  const open = [{ node: root, until: root.end }]
  for (let task = open.pop(); task; task = open.pop()) {
    const { node, until } = task
    let at = until
    for (const child of node.children.toSorted((a, b) => b.end - a.end)) {
      const end = Math.min(child.end, at)
      if (child.linked || child.start >= at || end <= node.start) continue
      add(segments, node, end, at)
      open.push({ node: child, until: end })
      at = Math.max(child.start, node.start)
    }
    add(segments, node, node.start, at)
  }
  return segments.sort((a, b) => a.from - b.from)
}

/** The pieces by span, for drawing. */
export function segmentsBySpan(segments: Segment[]): Map<TreeNode, Segment[]> {
  return Map.groupBy(segments, (segment) => segment.node)
}

function add(segments: Segment[], node: TreeNode, from: number, to: number): void {
  if (to > from) segments.push({ node, from, to })
}
