import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import { alignInAnyOrder } from './align-in-any-order.ts'
import { alignInOrder } from './align-in-order.ts'
import { type Alignment, isSame } from './alignment.ts'
import type { Classes } from './classes.ts'
import { countDifferences } from './head.ts'
import { createMatching, matchSiblings } from './verdict.ts'

export interface Aligner {
  align(siblings: Siblings, nodes: SpanNode[]): Alignment
  /** How much differs between a line and a span, and all below them; 0 is a match. */
  pairCost(line: Line, node: SpanNode): number
}

// One span that is missing or extra weighs 2. A span that differs weighs less than the two of
// them, so that it is one finding; a span of another name weighs nearly as much.
const spanWeight = 2
const renameWeight = 3
const mostForDetails = 3
// A limit for what lacks below a span. It is lower than the largest weight of a missing line with
// all below it, so that lacking everything below a span weighs less than lacking the span itself.
const mostBelow = 1e9
/** So many levels of a pair are weighed. All differences below them weigh 1 together. */
const levelsWeighed = 8
/** Once so many pairs were weighed, others are weighed without what is below them. */
const pairsWeighed = 20_000

/**
 * Finds the span for each line: exactly where all of them match, and otherwise so that little is
 * left to report.
 */
export function createAligner(classes: Classes): Aligner {
  const matching = createMatching(classes)
  const weighed = new Map<number, number>()
  const missing = (line: Line) => classes.leastOf(line) * spanWeight
  const extra = (node: SpanNode) => classes.sizeOf(node) * spanWeight

  const align = (siblings: Siblings, nodes: SpanNode[], levels: number): Alignment => {
    const exact = matchSiblings(matching, siblings, nodes)
    if (exact) return exact
    const pair = (line: Line, node: SpanNode) => weigh(line, node, levels)
    const costs = { pair, missing, extra: siblings.open ? () => 0 : extra }
    return siblings.ordered
      ? alignInOrder(costs, siblings, nodes)
      : alignInAnyOrder({ matching, costs }, siblings, nodes)
  }

  const weigh = (line: Line, node: SpanNode, levels: number): number => {
    if (matching.matches(line, node)) return 0
    const head = weighHead(line, node)
    if (isLeaf(line, node)) return head
    const key = classes.pairKey(line, node) * (levelsWeighed + 1) + levels
    const known = weighed.get(key)
    if (known !== undefined) return known
    if (levels === 0 || weighed.size >= pairsWeighed) return Math.max(1, head)
    const cost = head + Math.min(weighBelow(line, node, levels - 1), mostBelow)
    weighed.set(key, cost)
    return cost
  }

  const weighBelow = ({ children }: Line, node: SpanNode, levels: number): number => {
    const below = align(children, node.children, levels)
    let cost = 0
    for (const pair of below.pairs) cost += weigh(pair.line, pair.node, levels)
    for (const { line, times } of below.missing) cost += missing(line) * times
    if (!children.open) for (const node of below.extra) cost += extra(node)
    return cost
  }

  return {
    align: (siblings, nodes) => align(siblings, nodes, levelsWeighed),
    pairCost: (line, node) => weigh(line, node, levelsWeighed),
  }
}

function isLeaf(line: Line, node: SpanNode): boolean {
  return line.children.lines.length === 0 && node.children.length === 0
}

function weighHead(line: Line, node: SpanNode): number {
  const details = Math.min(countDifferences(line, node), mostForDetails)
  return isSame(line, node) ? details : renameWeight + details - 1
}
