import type { Asking } from './alignment.ts'
import type { Demand, Flow, Supply } from './assign.ts'
import type { Fits, Part } from './fitting-parts.ts'

/** What is to be assigned, where to know a cost is work. */
export interface Problem {
  supplies: Supply[]
  demands: Demand[]
  /** All that costs nothing. */
  fits: Fits
  /** Makes known what each of these supplies costs at each of these demands. */
  ask(part: Part): Asking<void>
  /** A whole number; above 0 where it does not fit. */
  cost(supply: number, demand: number): number
}

/** What an assignment leaves. */
export interface Left {
  units(supply: number): number
  /** Of the first `min` of a demand; below zero where it took more. */
  places(demand: number): number
  /** Up to its `max`. */
  room(demand: number): number
}

export function leftOver(
  { supplies, demands }: Pick<Problem, 'supplies' | 'demands'>,
  flows: Flow[],
): Left {
  const sent = supplies.map(() => 0)
  const got = demands.map(() => 0)
  for (const { supply, demand, units } of flows) {
    sent[supply] = (sent[supply] ?? 0) + units
    got[demand] = (got[demand] ?? 0) + units
  }
  return {
    units: (s) => (supplies[s]?.units ?? 0) - (sent[s] ?? 0),
    places: (d) => (demands[d]?.min ?? 0) - (got[d] ?? 0),
    room: (d) => (demands[d]?.max ?? 0) - (got[d] ?? 0),
  }
}
