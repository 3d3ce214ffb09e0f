import { type SpanNode, walk } from '@onetrace/spans'
import { expectsServer } from '../call.ts'
import { isEntry } from './border.ts'

/** A node of a tree; the page's carry more than the model's. */
export type HopNode<N> = SpanNode & { children: N[] }

/** A request that crossed from one service to another. At least one end is there. */
export interface Hop<N = SpanNode> {
  /** The call; none where the request came from outside, or from a span that is not here. */
  from: N | undefined
  /** What the call arrived as; none where no span of the other side is here. */
  to: N | undefined
  /** The span as which the request came into the calling service before. */
  cameIn: N | undefined
}

/** In the order of the tree, each before those that follow from it. */
export function findHops<N extends HopNode<N>>(roots: N[]): Hop<N>[] {
  const above = new Map<N, N>()
  const entries = new Map<N, N>()
  return [...walk(roots)].flatMap(({ node }): Hop<N>[] => {
    const parent = above.get(node)
    for (const child of node.children) above.set(child, node)
    const inherited = parent && entries.get(parent)
    const entry = node.span.kind === 'server' ? node : inherited
    if (entry) entries.set(node, entry)
    if (parent && crossed(node, parent)) return [{ from: parent, to: node, cameIn: of(parent) }]
    if ((!parent || node.linked) && isEntry(node.span)) {
      return [{ from: undefined, to: node, cameIn: undefined }]
    }
    const leaves = expectsServer(node.span) && !node.children.some((child) => crossed(child, node))
    return leaves ? [{ from: node, to: undefined, cameIn: of(node) }] : []
  })

  function of(call: N): N | undefined {
    const entry = entries.get(call)
    return entry?.span.service === call.span.service ? entry : undefined
  }
}

/** A service may call itself. What is merely linked was not called. */
function crossed({ span, linked }: SpanNode, { span: above }: SpanNode): boolean {
  if (linked) return false
  return above.service !== span.service || (above.kind === 'client' && span.kind === 'server')
}
