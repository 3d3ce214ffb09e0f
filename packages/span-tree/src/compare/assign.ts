import type { SpanNode } from '@onetrace/spans'
import { munkres } from 'munkres'
import type { Alignment, Costs, Pair, Place } from './alignment.ts'
import type { Classes } from './classes.ts'
import { type Slot, slotsOf, toAlignment } from './slots.ts'

/** The time grows with the cube of this number, so larger problems are assigned part by part. */
const mostAtOnce = 100

/**
 * Assigns spans to places so that what is left over costs little. When all fit into one part, it is
 * the least possible.
 */
export function assign(
  costs: Costs,
  { shapeOf, classOf }: Classes,
  places: Place[],
  nodes: SpanNode[],
): Alignment {
  // They are sorted, so that the order in which lines and spans came changes nothing.
  const sorted = places.toSorted(
    (a, b) => shapeOf(a.line) - shapeOf(b.line) || a.min - b.min || a.max - b.max,
  )
  const slots = sorted.flatMap((place) => slotsOf(costs, place, nodes.length))
  const spans = nodes.toSorted((a, b) => classOf(a) - classOf(b))
  const parts = Math.ceil(Math.max(slots.length, spans.length) / mostAtOnce)
  const pairs = Array.from({ length: parts }, (_, index) =>
    assignPart(costs, partOf(slots, index, parts), partOf(spans, index, parts)),
  )
  // Where spans are alike, the latest ones are those that are left over.
  const alike = Map.groupBy(nodes.toReversed(), classOf)
  const inTime = pairs.flat().flatMap(({ line, node }) => {
    const next = alike.get(classOf(node))?.pop()
    return next ? [{ line, node: next }] : []
  })
  return toAlignment(places, nodes, inTime)
}

function partOf<T>(items: T[], index: number, parts: number): T[] {
  const at = (part: number) => Math.floor((items.length * part) / parts)
  return items.slice(at(index), at(index + 1))
}

function assignPart(costs: Costs, slots: Slot[], nodes: SpanNode[]): Pair[] {
  // A pair that costs as much as leaving both of its parts over gains nothing, and is not made.
  const gains = slots.map(({ line, skip }) =>
    nodes.map((node) => Math.min(0, costs.pair(line, node) - skip - costs.extra(node))),
  )
  return munkres(gains).flatMap(([row, column]) => {
    const [slot, node] = [slots[row], nodes[column]]
    return slot && node && (gains[row]?.[column] ?? 0) < 0 ? [{ line: slot.line, node }] : []
  })
}
