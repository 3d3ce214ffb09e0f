import { printTrace } from '@onetrace/span-tree/browser'
import type { TraceTree, TreeNode } from './tree.ts'

export interface ContractRow {
  text: string
  node: TreeNode
}

/** A trace as the text that a test compares with, and the span of each line of it. */
export function contractOf({ trace, nodes: all }: TraceTree): {
  text: string
  rows: ContractRow[]
} {
  const text = printTrace(trace)
  const nodes = all.values()
  const rows: ContractRow[] = []
  // The lines have the order of the printer, which stops where the tree is too deep for a text.
  for (const line of text.split('\n').slice(0, -1)) {
    const depth = (line.length - line.trimStart().length) / 2
    let next = nodes.next()
    while (!next.done && next.value.depth > depth) next = nodes.next()
    if (!next.done) rows.push({ text: line, node: next.value })
  }
  return { text, rows }
}
