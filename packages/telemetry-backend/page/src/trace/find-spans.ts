import { attributeText } from '@onetrace/spans'
import { preorder, type TraceTree, type TreeNode } from './tree.ts'

export interface FoundSpans {
  /** The spans that match, and all spans above them. */
  rows: TreeNode[]
  hits: ReadonlySet<TreeNode>
}

/**
 * The spans in which every word of the text occurs: in the service, the name, the kind, the status
 * (`error`), an attribute (`http.route=/orders`), or as the whole span id.
 */
export function findSpans(tree: TraceTree, text: string): FoundSpans {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const all = preorder(tree)
  const hits = new Set(all.filter((node) => words.every((word) => says(node, word))))
  const shown = new Set<TreeNode>()
  for (const hit of hits) {
    for (let at: TreeNode | undefined = hit; at && !shown.has(at); at = at.parent) shown.add(at)
  }
  return { rows: all.filter((node) => shown.has(node)), hits }
}

function says(node: TreeNode, word: string): boolean {
  return textOf(node).includes(word) || node.span.spanId === word
}

const texts = new WeakMap<TreeNode, string>()

/** The text of a span is made once, and not again at each key. */
function textOf(node: TreeNode): string {
  const made = texts.get(node)
  if (made !== undefined) return made
  const { service, name, kind, status, attributes } = node.span
  const pairs = Object.entries(attributes).map(([key, value]) => `${key}=${attributeText(value)}`)
  const text = [service, name, kind, status.code, ...pairs].join('\n').toLowerCase()
  texts.set(node, text)
  return text
}
