import type { SpanNode } from '@onetrace/spans'
import type { Place } from './alignment.ts'

/** Lines that ask for the same. */
export interface Room {
  places: Place[]
  /** Of all places together. */
  min: number
  max: number
  got: number
  takes: Map<Supply, number>
}

/** Spans that are alike. */
export interface Supply {
  nodes: SpanNode[]
  /** How many of them are in no room yet. */
  left: number
  fits: Room[]
}

type Bound = 'min' | 'max'

/** A supply goes into a room, out of the one that it was in. */
interface Step {
  supply: Supply
  into: Room
  outOf: Room | undefined
}

/**
 * Sends spans into rooms that they fit: as many as rooms need, then as many as there is space for.
 * Who finds no space makes others move on. So no early choice spoils a later one: no other filling
 * leaves fewer spans, or less of what rooms need.
 */
export function fill(supplies: Supply[]): void {
  const poorFirst = supplies.toSorted((a, b) => a.fits.length - b.fits.length)
  for (const bound of ['min', 'max'] as const) {
    const stuck = new Set<Room>()
    for (const supply of poorFirst) {
      while (supply.left > 0) {
        const way = findWay(supply, bound, stuck)
        if (way.length === 0) break
        send(supply, way, bound)
      }
    }
  }
}

/** The shortest way to a room with space, the last step first; none if there is no such way. */
function findWay(start: Supply, bound: Bound, stuck: Set<Room>): Step[] {
  const outOf = new Map<Supply, Room | undefined>([[start, undefined]])
  const reached = new Map<Room, Supply>()
  for (const supply of outOf.keys()) {
    for (const room of supply.fits) {
      if (reached.has(room) || stuck.has(room)) continue
      reached.set(room, supply)
      if (room.got < room[bound]) return stepsTo(room, reached, outOf)
      // The loop around goes on over these.
      for (const taken of room.takes.keys()) if (!outOf.has(taken)) outOf.set(taken, room)
    }
  }
  // Whatever moves later, no way leads from these to any space.
  for (const room of reached.keys()) stuck.add(room)
  return []
}

function stepsTo(
  last: Room,
  reached: Map<Room, Supply>,
  outOf: Map<Supply, Room | undefined>,
): Step[] {
  const steps: Step[] = []
  for (let into: Room | undefined = last; into; into = steps.at(-1)?.outOf) {
    const supply = reached.get(into)
    if (supply) steps.push({ supply, into, outOf: outOf.get(supply) })
  }
  return steps
}

/** As many as every step lets through. */
function send(start: Supply, steps: Step[], bound: Bound): void {
  const space = (steps[0]?.into[bound] ?? 0) - (steps[0]?.into.got ?? 0)
  const moving = steps.map(({ supply, outOf }) => outOf?.takes.get(supply) ?? start.left)
  const units = Math.min(start.left, space, ...moving)
  start.left -= units
  for (const { supply, into, outOf } of steps) {
    add(into, supply, units)
    if (outOf) add(outOf, supply, -units)
  }
}

function add(room: Room, supply: Supply, units: number): void {
  const total = (room.takes.get(supply) ?? 0) + units
  room.got += units
  if (total > 0) room.takes.set(supply, total)
  else room.takes.delete(supply)
}
