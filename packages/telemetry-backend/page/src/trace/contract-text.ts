import { printTrace } from '@onetrace/span-tree/browser'
import { buildTree, type Span, walk } from '@onetrace/spans'

export interface ContractRow {
  text: string
  span: Span
}

/** A trace as the text that a test compares with, and whose span each of its lines is. */
export function contractOf(traceId: string, spans: Span[]): { text: string; rows: ContractRow[] } {
  const trace = { traceId, spans }
  const text = printTrace(trace)
  const nodes = walk(buildTree(trace))
  const rows: ContractRow[] = []
  // Line by line in the order of the printer, which stops where the tree is too deep for a text.
  for (const line of text.split('\n').slice(0, -1)) {
    const depth = (line.length - line.trimStart().length) / 2
    let next = nodes.next()
    while (!next.done && next.value.depth > depth) next = nodes.next()
    if (!next.done) rows.push({ text: line, span: next.value.node.span })
  }
  return { text, rows }
}
