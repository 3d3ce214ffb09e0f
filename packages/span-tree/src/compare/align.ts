import type { Line, Siblings } from '../text/contract.ts'
import type { SpanNode } from '../tree.ts'
import { alignInAnyOrder } from './align-in-any-order.ts'
import { alignInOrder } from './align-in-order.ts'
import { type Aligner, isRenamed, isSame, type Pair } from './alignment.ts'
import type { Classes } from './classes.ts'
import { countDifferences } from './head.ts'

// One span that is missing or extra weighs 2. A span that differs weighs less than the two of
// them, so that it is one finding; a span of another name weighs nearly as much.
const spanWeight = 2
const renameWeight = 3
const mostForDetails = 3
// Lower than what a line can weigh that is missing with all below it: to lack all that is below
// is still less than to lack the span itself.
const mostBelow = 1e9

export function createAligner(classes: Classes): Aligner {
  const known = new Map<number, number>()
  const keyOf = (line: Line, node: SpanNode) => pairKey(classes, line, node)
  const aligner: Aligner = {
    align: (siblings, nodes) =>
      siblings.ordered
        ? alignInOrder(aligner, siblings, nodes)
        : alignInAnyOrder(aligner, classes, siblings, nodes),
    pairCost(line, node) {
      if (isLeaf(line, node)) return headCost(line, node)
      const cost = known.get(keyOf(line, node))
      if (cost !== undefined) return cost
      for (const pair of pairsBelow({ line, node }, classes, known)) {
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

function pairKey(classes: Classes, line: Line, node: SpanNode): number {
  return classes.shapeOf(line) * classes.count + classes.classOf(node)
}

/**
 * The pair and all that its cost depends on, the lowest first (keys grow with height): going down
 * by recursion would take a dozen frames of the stack for each level.
 */
function pairsBelow(top: Pair, classes: Classes, known: Map<number, number>): Pair[] {
  const pairs = new Map([[pairKey(classes, top.line, top.node), top]])
  for (const { line, node } of pairs.values()) {
    const children = oneOfEach(node.children, classes.classOf)
    for (const lower of oneOfEach(line.children.lines, classes.shapeOf)) {
      for (const child of children) {
        if (isLeaf(lower, child) || !(isSame(lower, child) || isRenamed(lower, child))) continue
        const key = pairKey(classes, lower, child)
        // What is added here, the loop above goes on over.
        if (!known.has(key) && !pairs.has(key)) pairs.set(key, { line: lower, node: child })
      }
    }
  }
  return [...pairs].sort(([a], [b]) => a - b).map(([, pair]) => pair)
}

/** Of 10,000 siblings there are few kinds: all of them with all lines would be 100 million pairs. */
function oneOfEach<T>(items: T[], kindOf: (item: T) => number): T[] {
  return items.length < 2 ? items : [...new Map(items.map((item) => [kindOf(item), item])).values()]
}

/** Most are, and looking up the cost of these would take longer than to count it. */
function isLeaf(line: Line, node: SpanNode): boolean {
  return line.children.lines.length === 0 && node.children.length === 0
}

function headCost(line: Line, node: SpanNode): number {
  const details = Math.min(countDifferences(line, node), mostForDetails)
  return isSame(line, node) ? details : renameWeight + details - 1
}

function costOf(aligner: Aligner, siblings: Siblings, nodes: SpanNode[]): number {
  const { pairs, missing, extra } = aligner.align(siblings, nodes)
  let cost = 0
  for (const { line, node } of pairs) cost += aligner.pairCost(line, node)
  for (const { line, times } of missing) cost += aligner.missingCost(line) * times
  if (!siblings.open) for (const node of extra) cost += aligner.extraCost(node)
  return Math.min(cost, mostBelow)
}
