import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'

export interface Pair {
  line: Line
  node: SpanNode
}

/** Which span stands for which line, among siblings. */
export interface Alignment {
  pairs: Pair[]
  missing: { line: Line; times: number }[]
  extra: SpanNode[]
}

export interface Aligner {
  align(siblings: Siblings, nodes: SpanNode[]): Alignment
  /** How much differs between a line and a span, and all below them; 0 is a match. */
  pairCost(line: Line, node: SpanNode): number
}

/**
 * A step of the work that knows which pairs it has to know the cost of, and goes on when all have
 * been worked out. So nothing recurses, however deep a contract is, and no cost that nobody asks
 * for is worked out.
 */
export type Asking<T> = Generator<Pair[], T, void>

/** What a step can ask without waiting. */
export interface Costs {
  /** Of a pair that was asked for, or whose cost needs no work. */
  pair(line: Line, node: SpanNode): number
  missing(line: Line): number
  extra(node: SpanNode): number
}

/** A span is taken for a line of the same service and name, whatever else is different. */
export function isSame(line: Line, { span }: SpanNode): boolean {
  return line.service === span.service && line.name === span.name
}

/**
 * Whether the span may be the line's under another name, or in another service: nothing else but
 * that is different at the span itself, and below it something is the same.
 */
export function isRenamed(line: Line, node: SpanNode): boolean {
  const { service, name, kind } = node.span
  const half = (line.service === service) !== (line.name === name)
  if (!half || line.kind !== kind || line.linked !== node.linked) return false
  const below = line.children.lines
  if (below.length === 0 || node.children.length === 0) return below.length === node.children.length
  return node.children.some((child) => below.some((lower) => isSame(lower, child)))
}
