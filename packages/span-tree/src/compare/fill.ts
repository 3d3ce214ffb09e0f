import type { SpanNode } from '@onetrace/spans'
import type { Place } from './alignment.ts'

/** Lines that ask for the same, seen as a room that takes from `min` to `max` spans. */
export interface Room {
  places: Place[]
  /** The sums over all places. */
  min: number
  max: number
  got: number
  takes: Map<Supply, number>
}

/** Spans that are alike, and the rooms that they fit into. */
export interface Supply {
  nodes: SpanNode[]
  /** How many of them are in no room yet. */
  left: number
  fits: Room[]
}

type Bound = 'min' | 'max'

/** Spans of a supply move into a room, out of the room where they were, if they were in one. */
interface Step {
  supply: Supply
  into: Room
  outOf: Room | undefined
}

/**
 * Puts spans into rooms that they fit into: first as many as the rooms need, then as many as there
 * is space for. A span that finds no space makes others move to another of their rooms. So no early
 * choice spoils a later one: no other filling leaves fewer spans over, or fewer needs open.
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

/** The shortest way to a room with space, with its last step first; empty if there is none. */
function findWay(start: Supply, bound: Bound, stuck: Set<Room>): Step[] {
  const outOf = new Map<Supply, Room | undefined>([[start, undefined]])
  const reached = new Map<Room, Supply>()
  for (const supply of outOf.keys()) {
    for (const room of supply.fits) {
      if (reached.has(room) || stuck.has(room)) continue
      reached.set(room, supply)
      if (room.got < room[bound]) return stepsTo(room, reached, outOf)
      // The outer loop also goes over the supplies that are added here.
      for (const taken of room.takes.keys()) if (!outOf.has(taken)) outOf.set(taken, room)
    }
  }
  // No later move can open a way from these rooms to a space.
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

/** Moves as many spans as every step of the way lets through. */
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
