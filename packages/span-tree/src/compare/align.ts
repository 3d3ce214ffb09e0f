import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import { alignInAnyOrder } from './align-in-any-order.ts'
import { alignInOrder } from './align-in-order.ts'
import {
  type Aligner,
  type Alignment,
  type Asking,
  type Costs,
  isSame,
  type Pair,
} from './alignment.ts'
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
  const costs: Costs = {
    pair(line, node) {
      const cost = costAtOnce(classes, line, node) ?? known.get(pairKey(classes, line, node))
      if (cost === undefined) throw new Error(`the cost of ${line.name} was not asked for`)
      return cost
    },
    missing: (line) => classes.leastOf(line) * spanWeight,
    extra: (node) => classes.sizeOf(node) * spanWeight,
  }
  const align = (siblings: Siblings, nodes: SpanNode[]) =>
    siblings.ordered
      ? alignInOrder(costs, siblings, nodes)
      : alignInAnyOrder(costs, classes, siblings, nodes)
  const isKnown = ({ line, node }: Pair) =>
    known.has(pairKey(classes, line, node)) || costAtOnce(classes, line, node) !== undefined

  /** Takes the step to its end; whatever it asks for is worked out before it goes on. */
  const finish = <T>(step: Asking<T>): T => {
    const asked: { pair: Pair; work?: Asking<number> }[] = []
    const ask = (pairs: Pair[]) => {
      for (const pair of pairs) if (!isKnown(pair)) asked.push({ pair })
    }
    for (let next = step.next(); ; next = step.next()) {
      if (next.done) return next.value
      ask(next.value)
      for (let top = asked.at(-1); top; top = asked.at(-1)) {
        top.work ??= pairCost(costs, align, top.pair)
        // Others may have asked for the same meanwhile.
        const cost = isKnown(top.pair) ? undefined : top.work.next()
        if (cost && !cost.done) ask(cost.value)
        else asked.pop()
        if (cost?.done) known.set(pairKey(classes, top.pair.line, top.pair.node), cost.value)
      }
    }
  }
  return {
    align: (siblings, nodes) => finish(align(siblings, nodes)),
    pairCost: (line, node) => finish(costOfOne(costs, { line, node })),
  }
}

function* costOfOne(costs: Costs, pair: Pair): Asking<number> {
  yield [pair]
  return costs.pair(pair.line, pair.node)
}

type Align = (siblings: Siblings, nodes: SpanNode[]) => Asking<Alignment>

function* pairCost(costs: Costs, align: Align, { line, node }: Pair): Asking<number> {
  const { open } = line.children
  const { pairs, missing, extra } = yield* align(line.children, node.children)
  let below = 0
  for (const pair of pairs) below += costs.pair(pair.line, pair.node)
  for (const { line, times } of missing) below += costs.missing(line) * times
  if (!open) for (const node of extra) below += costs.extra(node)
  return headCost(line, node) + Math.min(below, mostBelow)
}

function pairKey(classes: Classes, line: Line, node: SpanNode): number {
  return classes.shapeOf(line) * classes.count + classes.classOf(node)
}

/** Of most pairs it takes less to say what they cost than to look it up. */
function costAtOnce({ signatures }: Classes, line: Line, node: SpanNode): number | undefined {
  if (isLeaf(line, node)) return headCost(line, node)
  return signatures.areExact(line, node) ? 0 : undefined
}

function isLeaf(line: Line, node: SpanNode): boolean {
  return line.children.lines.length === 0 && node.children.length === 0
}

function headCost(line: Line, node: SpanNode): number {
  const details = Math.min(countDifferences(line, node), mostForDetails)
  return isSame(line, node) ? details : renameWeight + details - 1
}
