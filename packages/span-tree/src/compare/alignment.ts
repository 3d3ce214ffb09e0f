import type { SpanNode } from '@onetrace/spans'
import type { Line } from '../text/contract.ts'

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

/** A line that takes from `min` to `max` spans. */
export interface Place {
  line: Line
  min: number
  max: number
}

/** How much each difference weighs in a report, with all below it. */
export interface Costs {
  /** 0 where the span is what the line asks for, and nowhere else. */
  pair(line: Line, node: SpanNode): number
  missing(line: Line): number
  extra(node: SpanNode): number
}

export function toPlace(line: Line): Place {
  return { line, ...line.count }
}

/** A span is taken for a line of the same service and name, whatever else is different. */
export function isSame(line: Line, { span }: SpanNode): boolean {
  return line.service === span.service && line.name === span.name
}

/**
 * Whether the span may stand for the line although its name or its service differs: nothing else
 * differs at the span itself, and something below it is the same.
 */
export function isRenamed(line: Line, node: SpanNode): boolean {
  const { service, name, kind } = node.span
  const half = (line.service === service) !== (line.name === name)
  if (!half || line.kind !== kind || line.linked !== node.linked) return false
  const below = line.children.lines
  if (below.length === 0 || node.children.length === 0) return below.length === node.children.length
  return node.children.some((child) => below.some((lower) => isSame(lower, child)))
}
