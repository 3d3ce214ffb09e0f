import type { SpanNode } from '@onetrace/spans'
import type { Line } from '../text/contract.ts'
import type { Alignment, Place } from './alignment.ts'
import type { Classes } from './classes.ts'
import { fill, type Room } from './fill.ts'
import { indexLikely } from './likely.ts'

export interface Matching {
  classes: Classes
  /** Whether a span with all below it matches a line. */
  matches(line: Line, node: SpanNode): boolean
}

/**
 * Gives the places spans that match their lines: first as many as each must have, then as many as
 * it may have. No other way to give them leaves fewer spans missing, or fewer extra.
 */
export function matchInAnyOrder(matching: Matching, places: Place[], nodes: SpanNode[]): Alignment {
  const { classes } = matching
  const rooms = groupInOrder(places, ({ line }) => classes.shapeOf(line)).map(toRoom)
  const likelyFor = indexLikely(classes, rooms)
  const roomsFor = (node: SpanNode) =>
    likelyFor(node).filter(({ line }) => matching.matches(line, node))
  const supplies = groupInOrder(nodes, classes.classOf).map((alike) => {
    return { nodes: alike, left: alike.length, fits: roomsFor(alike[0]) }
  })
  fill(supplies)
  const dealt = rooms.map((room) => {
    const taken = [...room.takes].map(([{ nodes }, units]) => nodes.splice(0, units))
    return deal(room.places, taken.flat())
  })
  return {
    pairs: dealt.flatMap(({ pairs }) => pairs),
    missing: dealt.flatMap(({ missing }) => missing),
    extra: supplies.flatMap((supply) => supply.nodes),
  }
}

function toRoom(places: [Place, ...Place[]]): Room & { line: Line } {
  let [min, max] = [0, 0]
  for (const place of places) {
    min += place.min
    max += place.max
  }
  return { line: places[0].line, places, min, max, got: 0, takes: new Map() }
}

/** Deals spans to lines of one shape: first the fewest that each asks for, then up to its most. */
function deal(places: Place[], nodes: SpanNode[]): Omit<Alignment, 'extra'> {
  const result: Omit<Alignment, 'extra'> = { pairs: [], missing: [] }
  let next = 0
  const give = (line: Line, most: number) => {
    const own = nodes.slice(next, next + most)
    next += own.length
    for (const node of own) result.pairs.push({ line, node })
    return own.length
  }
  for (const { line, min } of places) {
    const times = min - give(line, min)
    if (times > 0) result.missing.push({ line, times })
  }
  for (const { line, min, max } of places) give(line, max - min)
  return result
}

/** Groups sorted by their key, so that nothing depends on the order that lines or spans came in. */
function groupInOrder<T>(items: T[], key: (item: T) => number): [T, ...T[]][] {
  const groups = [...Map.groupBy(items, key)].sort(([a], [b]) => a - b)
  return groups.map(([, group]) => group as [T, ...T[]])
}
