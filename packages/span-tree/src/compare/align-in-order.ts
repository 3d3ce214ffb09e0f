import type { SpanNode } from '@onetrace/spans'
import type { Siblings } from '../text/contract.ts'
import { type Alignment, type Costs, isRenamed, isSame, type Pair, toPlace } from './alignment.ts'
import { type Slot, slotsOf, toAlignment } from './slots.ts'

/**
 * About so many pairs of a slot and a span are tried: those that are at nearly the same position.
 */
const mostTried = 100_000
/**
 * Up to so many pairs, all are tried. The ends are not taken for granted then, because a pair that
 * matches at an end need not belong to the shortest report.
 */
const fewWays = 1000

/** Pairs lines and spans without changing their order, so that what is left over costs little. */
export function alignInOrder(costs: Costs, { lines }: Siblings, nodes: SpanNode[]): Alignment {
  const places = lines.map(toPlace)
  const slots = places.flatMap((place) => slotsOf(costs, place, nodes.length))
  const isRight = ({ line }: Slot, node: SpanNode) =>
    line.count.min === line.count.max && costs.pair(line, node) === 0
  const isFew = slots.length * nodes.length <= fewWays
  // In a large comparison, pairs that match at both ends are kept without trying others.
  const head = isFew ? 0 : countRight(slots, nodes, isRight)
  const tail = isFew
    ? 0
    : countRight(slots.slice(head).reverse(), nodes.slice(head).reverse(), isRight)
  const inside = <T>(items: T[]) => items.slice(head, items.length - tail)
  return toAlignment(places, nodes, [
    ...pairUp(slots.slice(0, head), nodes),
    ...readCheapest(costs, inside(slots), inside(nodes)),
    ...pairUp(slots.slice(slots.length - tail), nodes.slice(nodes.length - tail)),
  ])
}

function countRight(
  slots: Slot[],
  nodes: SpanNode[],
  isRight: (slot: Slot, node: SpanNode) => boolean,
): number {
  const wrong = slots.findIndex((slot, index) => {
    const node = nodes[index]
    return !node || !isRight(slot, node)
  })
  return wrong < 0 ? slots.length : wrong
}

function pairUp(slots: Slot[], nodes: SpanNode[]): Pair[] {
  return slots.flatMap(({ line }, index) => {
    const node = nodes[index]
    return node ? [{ line, node }] : []
  })
}

/**
 * One row of the dynamic programme, for the slots up to here: by the number of spans that were
 * read, the least cost and the last step that leads to it.
 */
interface Row {
  first: number
  costs: number[]
  steps: Step[]
}

type Step = 'pair' | 'skip slot' | 'skip node'

function readCheapest(costs: Costs, slots: Slot[], nodes: SpanNode[]): Pair[] {
  const rows: Row[] = []
  while (rows.length <= slots.length) rows.push(nextRow(costs, slots, nodes, rows))
  const pairs: Pair[] = []
  for (let [row, read] = [slots.length, nodes.length]; row > 0 || read > 0; ) {
    const step = rows[row]?.steps[read - (rows[row]?.first ?? 0)]
    if (step !== 'skip node') row--
    if (step !== 'skip slot') read--
    const [slot, node] = [slots[row], nodes[read]]
    if (step === 'pair' && slot && node) pairs.push({ line: slot.line, node })
  }
  return pairs
}

function nextRow(costs: Costs, slots: Slot[], nodes: SpanNode[], rows: Row[]): Row {
  const slot = slots[rows.length - 1]
  const above = rows.at(-1)
  const [first, last] = rangeOf(rows.length, slots.length, nodes.length)
  const row: Row = { first, costs: [], steps: [] }
  for (let read = first; read <= last; read++) {
    const node = nodes[read - 1]
    let [least, step] = [rows.length + read === 0 ? 0 : Number.POSITIVE_INFINITY, 'pair' as Step]
    const take = (cost: number, by: Step) => {
      if (cost <= least) [least, step] = [cost, by]
    }
    if (node) take(costAt(row, read - 1) + costs.extra(node), 'skip node')
    if (slot) take(costAt(above, read) + slot.skip, 'skip slot')
    const before = costAt(above, read - 1)
    if (
      slot &&
      node &&
      before <= least &&
      (isSame(slot.line, node) || isRenamed(slot.line, node))
    ) {
      take(before + costs.pair(slot.line, node), 'pair')
    }
    row.costs.push(least)
    row.steps.push(step)
  }
  return row
}

function costAt(row: Row | undefined, read: number): number {
  return row?.costs[read - row.first] ?? Number.POSITIVE_INFINITY
}

/**
 * Which numbers of spans a row looks at: those around an even spread of the spans over the slots.
 * The range is wide enough for neighboring rows to overlap.
 */
function rangeOf(row: number, slots: number, nodes: number): [first: number, last: number] {
  const even = Math.ceil(nodes / (slots + 1)) + 1
  const width = Math.max(even, Math.ceil(mostTried / (slots + 1) / 2))
  const middle = Math.round((nodes * row) / Math.max(1, slots))
  return [Math.max(0, middle - width), Math.min(nodes, middle + width)]
}
