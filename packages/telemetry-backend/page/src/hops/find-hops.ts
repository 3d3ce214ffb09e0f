import { isFailed, isHop } from '../trace/measure.ts'
import { preorder, type TraceTree, type TreeNode } from '../trace/tree.ts'

/** A request that crossed from one service to another. At least one end is there. */
export interface Hop {
  /** The call; none where the request came from outside, or from a span that is not here. */
  from: TreeNode | undefined
  /** What the call arrived as; none where no span of the other side is here. */
  to: TreeNode | undefined
}

/** In the order of the timeline. */
export function findHops(tree: TraceTree): Hop[] {
  return preorder(tree).flatMap((node): Hop[] => {
    if (crossed(node)) return [{ from: node.parent, to: node }]
    if (!node.parent && isEntry(node)) return [{ from: undefined, to: node }]
    const leaves = expectsAnswerer(node) && !node.children.some(crossed)
    return leaves ? [{ from: node, to: undefined }] : []
  })
}

/** Whether a span is an end of a hop. */
export function isBorder(node: TreeNode): boolean {
  return isEntry(node) || expectsAnswerer(node)
}

/** Whether the call failed before it reached anybody: no answer came, no address was connected. */
export function failedUnsent({ from, to }: Hop): boolean {
  if (!from || to || !isFailed(from)) return false
  const { attributes } = from.span
  return (
    attributes['http.response.status_code'] === undefined &&
    attributes['network.peer.address'] === undefined
  )
}

/** How long the request was on its way, and the answer; clocks that differ make it negative. */
export function timeBetween({ from, to }: Hop): { there: number; back: number } | undefined {
  if (!from || !to) return undefined
  return { there: to.start - from.start, back: from.end - to.end }
}

/** A service may call itself. */
function crossed(node: TreeNode): boolean {
  const { parent, span } = node
  return isHop(node) || (parent?.span.kind === 'client' && span.kind === 'server')
}

function isEntry({ span }: TreeNode): boolean {
  return span.kind === 'server' || span.kind === 'consumer'
}

/** Databases and brokers send no spans. */
function expectsAnswerer({ span }: TreeNode): boolean {
  const isOther = (key: string) => key.startsWith('db.') || key.startsWith('messaging.')
  return span.kind === 'client' && !Object.keys(span.attributes).some(isOther)
}
