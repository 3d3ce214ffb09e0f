import type { Line, Siblings } from '../text/contract.ts'
import type { SpanNode } from '../tree.ts'
import { alignInAnyOrder } from './align-in-any-order.ts'
import { alignInOrder } from './align-in-order.ts'
import type { Classes } from './classes.ts'
import { differencesOf } from './head.ts'

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
  missingCost(line: Line): number
  extraCost(node: SpanNode): number
}

// One span that is missing or extra weighs 2. A span that differs weighs less than the two of
// them, so that it is one finding; a span of another name weighs nearly as much.
const spanWeight = 2
const renameWeight = 3
const mostForDetails = 3

export function createAligner(classes: Classes): Aligner {
  const known = new Map<number, number>()
  const keyOf = (line: Line, node: SpanNode) =>
    classes.shapeOf(line) * 2 ** 30 + classes.classOf(node)
  const aligner: Aligner = {
    align: (siblings, nodes) =>
      siblings.ordered
        ? alignInOrder(aligner, siblings, nodes)
        : alignInAnyOrder(aligner, classes, siblings, nodes),
    pairCost(line, node) {
      const cost = known.get(keyOf(line, node))
      if (cost !== undefined) return cost
      for (const pair of pairsBelow({ line, node }, keyOf, known)) {
        const below = costOf(aligner, pair.line.children, pair.node.children)
        known.set(keyOf(pair.line, pair.node), headCost(pair.line, pair.node) + below)
      }
      return aligner.pairCost(line, node)
    },
    missingCost: (line) => classes.leastOf(line) * spanWeight,
    extraCost: (node) => classes.sizeOf(node) * spanWeight,
  }
  return aligner
}

interface Pair {
  line: Line
  node: SpanNode
}

/**
 * The pair and all that its cost depends on, the lowest first (keys grow with height): going down
 * by recursion would take a dozen frames of the stack for each level.
 */
function pairsBelow(
  top: Pair,
  keyOf: (line: Line, node: SpanNode) => number,
  known: Map<number, number>,
): Pair[] {
  const pairs = new Map([[keyOf(top.line, top.node), top]])
  for (const { line, node } of pairs.values()) {
    for (const lower of line.children.lines) {
      for (const child of node.children) {
        const key = keyOf(lower, child)
        if (known.has(key) || pairs.has(key)) continue
        if (isSame(lower, child) || isRenamed(lower, child)) {
          pairs.set(key, { line: lower, node: child }) // the loop above goes on over it
        }
      }
    }
  }
  return [...pairs].sort(([a], [b]) => a - b).map(([, pair]) => pair)
}

function headCost(line: Line, node: SpanNode): number {
  const details = Math.min(differencesOf(line, node).length, mostForDetails)
  return isSame(line, node) ? details : renameWeight + details - 1
}

function costOf(aligner: Aligner, siblings: Siblings, nodes: SpanNode[]): number {
  const { pairs, missing, extra } = aligner.align(siblings, nodes)
  let cost = 0
  for (const { line, node } of pairs) cost += aligner.pairCost(line, node)
  for (const { line, times } of missing) cost += aligner.missingCost(line) * times
  if (!siblings.open) for (const node of extra) cost += aligner.extraCost(node)
  return cost
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
