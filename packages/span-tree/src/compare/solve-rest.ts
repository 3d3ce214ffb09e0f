import { assign, type Flow } from './assign.ts'
import type { Part } from './fitting-parts.ts'
import { type Left, leftOver, type Problem } from './problem.ts'

export interface Around {
  problem: Problem
  rest: Part
  settled: Part
  left: Left
}

/** The least that it costs to go from the rest into the settled parts, and out of these. */
export interface Bounds {
  enter(supply: number): number
  leave(demand: number): number
}

/**
 * Assigns the rest as if each unit could also pass through the settled parts, for no more than what
 * it costs to enter and to leave them: within them it may push others on, which is free at best.
 * Ends in a place that has room there, or makes one of theirs go nowhere; and comes out of a place
 * that took more than its least, or leaves one empty. What any assignment of all would cost is
 * no less than this. So where nothing takes such a way, this is the least; else there is no result.
 */
export function solveRest(around: Around, bounds: Bounds): Flow[] | undefined {
  const own = restOf(around)
  const ways = throughSettled(around, own, bounds)
  const supplies = own.supplies.map((supply, s) => ({ ...supply, extra: ways.extra(s) }))
  const demands = own.demands.map((demand, d) => ({ ...demand, missing: ways.missing(d) }))
  const cost = (s: number, d: number) => Math.min(own.cost(s, d), ways.cost(s, d))
  const flows = assign(supplies, demands, cost)
  const left = leftOver({ supplies, demands }, flows)
  const isReal =
    flows.every(({ supply, demand }) => own.cost(supply, demand) === cost(supply, demand)) &&
    own.supplies.every(({ extra }, s) => left.units(s) === 0 || extra === ways.extra(s)) &&
    own.demands.every(({ missing }, d) => left.places(d) <= 0 || missing === ways.missing(d))
  if (!isReal) return undefined
  const { rest } = around
  return flows.map(({ supply, demand, units }) => ({
    supply: rest.supplies[supply] ?? -1,
    demand: rest.demands[demand] ?? -1,
    units,
  }))
}

type Own = Pick<Problem, 'supplies' | 'demands' | 'cost'>

/** The rest as a problem of its own, with numbers of its own. */
function restOf({ problem, rest }: Around): Own {
  return {
    supplies: rest.supplies.flatMap((supply) => problem.supplies[supply] ?? []),
    demands: rest.demands.flatMap((demand) => problem.demands[demand] ?? []),
    cost: (s, d) => problem.cost(rest.supplies[s] ?? -1, rest.demands[d] ?? -1),
  }
}

interface Ways {
  cost(s: number, d: number): number
  extra(s: number): number
  missing(d: number): number
}

/** The least that each place of the rest may cost, were the settled parts at its disposal. */
function throughSettled({ problem, rest, settled, left }: Around, own: Own, bounds: Bounds): Ways {
  const none = Number.POSITIVE_INFINITY
  const extras = settled.supplies.map((s) => problem.supplies[s]?.extra ?? none)
  const gaps = settled.demands.map((d) => problem.demands[d]?.missing ?? none)
  const take = settled.demands.some((d) => left.room(d) > 0) ? 0 : leastOf(extras)
  const give = settled.demands.some((d) => left.places(d) < 0) ? 0 : leastOf(gaps)
  const isThere = settled.demands.length > 0
  const enter = rest.supplies.map((s) => (isThere ? bounds.enter(s) : none))
  const leave = rest.demands.map((d) => (isThere ? bounds.leave(d) : none))
  const at = (costs: number[], index: number) => costs[index] ?? none
  return {
    cost: (s, d) => at(enter, s) + at(leave, d),
    extra: (s) => Math.min(own.supplies[s]?.extra ?? none, at(enter, s) + take),
    missing: (d) => Math.min(own.demands[d]?.missing ?? none, at(leave, d) + give),
  }
}

export function leastOf(costs: number[]): number {
  return costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY)
}
