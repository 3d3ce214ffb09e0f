import type { Asking } from './alignment.ts'
import { assign, type Demand, type Flow, type Supply } from './assign.ts'
import { type Fits, fillPart, type Part, partsOf } from './fitting-parts.ts'

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

/**
 * An assignment at the least cost, as `assign` finds one, without asking for all costs.
 *
 * First all goes where it fits. If nothing is left, nothing can cost less. Else the parts in which
 * something is left are assigned apart from those in which nothing is. That is the least cost of
 * all if no way through the settled parts is cheaper, and such a way has to enter them and to leave
 * them by one edge each that does not fit; see `solveRest`.
 */
export function* assignByNeed(problem: Problem): Asking<Flow[]> {
  const { supplies, demands, fits } = problem
  const parts = partsOf(fits, demands.length)
  const filled = parts.map((part) => ({ part, flows: fillPart(part, fits, problem) }))
  const flows = filled.flatMap((part) => part.flows)
  const left = leftOver(problem, flows)
  const costs =
    supplies.some(({ extra }, s) => extra > 0 && left.units(s) > 0) ||
    demands.some((_, d) => left.places(d) > 0)
  if (!costs) return flows

  const isSettled = ({ part }: { part: Part }) =>
    part.supplies.every((s) => left.units(s) === 0) &&
    part.demands.every((d) => left.places(d) <= 0)
  const rest = joinParts(filled.filter((part) => !isSettled(part)))
  const settled = filled.filter(isSettled)
  const done = settled.flatMap((part) => part.flows)
  const around: Around = { problem, rest, settled: joinParts(settled), left }

  yield* problem.ask(rest)
  const near = solveRest(around, { enter: () => 1, leave: () => 1 })
  if (near) return [...done, ...near]
  yield* problem.ask({ supplies: rest.supplies, demands: around.settled.demands })
  yield* problem.ask({ supplies: around.settled.supplies, demands: rest.demands })
  const far = solveRest(around, nearest(around))
  if (far) return [...done, ...far]
  yield* problem.ask({ supplies: [...supplies.keys()], demands: [...demands.keys()] })
  return assign(supplies, demands, problem.cost)
}

interface Left {
  units(supply: number): number
  /** Of the first `min` of a demand; below zero where it took more. */
  places(demand: number): number
  /** Up to its `max`. */
  room(demand: number): number
}

interface Around {
  problem: Problem
  rest: Part
  settled: Part
  left: Left
}

/** The least that it costs to go from the rest into the settled parts, and out of these. */
interface Bounds {
  enter(supply: number): number
  leave(demand: number): number
}

function leftOver({ supplies, demands }: Problem, flows: Flow[]): Left {
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

function joinParts(parts: { part: Part }[]): Part {
  return {
    supplies: parts.flatMap(({ part }) => part.supplies),
    demands: parts.flatMap(({ part }) => part.demands),
  }
}

function nearest({ problem, settled }: Around): Bounds {
  const least = (costs: number[]) =>
    costs.reduce((low, cost) => Math.min(low, cost), Number.POSITIVE_INFINITY)
  return {
    enter: (supply) => least(settled.demands.map((demand) => problem.cost(supply, demand))),
    leave: (demand) => least(settled.supplies.map((supply) => problem.cost(supply, demand))),
  }
}

/**
 * Assigns the rest as if each unit could also pass through the settled parts, for no more than what
 * it costs to enter and to leave them: within them it may push others on, which is free at best.
 * Ends in a place that has room there, or makes one of theirs go nowhere; and comes out of a place
 * that took more than its least, or leaves one empty. What any assignment of all would cost is
 * no less than this. So where nothing takes such a way, this is the least; else there is no result.
 */
function solveRest({ problem, rest, settled, left }: Around, bounds: Bounds): Flow[] | undefined {
  const none = Number.POSITIVE_INFINITY
  const least = (some: number[]) => some.reduce((low, cost) => Math.min(low, cost), none)
  const take = settled.demands.some((d) => left.room(d) > 0)
    ? 0
    : least(settled.supplies.map((s) => problem.supplies[s]?.extra ?? none))
  const give = settled.demands.some((d) => left.places(d) < 0)
    ? 0
    : least(settled.demands.map((d) => problem.demands[d]?.missing ?? none))
  const any = settled.demands.length > 0
  const enter = rest.supplies.map((s) => (any ? bounds.enter(s) : none))
  const leave = rest.demands.map((d) => (any ? bounds.leave(d) : none))
  const at = (costs: number[], index: number) => costs[index] ?? none
  const supplyOf = (s: number) => problem.supplies[rest.supplies[s] ?? -1] ?? noSupply
  const demandOf = (d: number) => problem.demands[rest.demands[d] ?? -1] ?? noDemand
  const cost = (s: number, d: number) => problem.cost(rest.supplies[s] ?? -1, rest.demands[d] ?? -1)
  const through = (s: number, d: number) => at(enter, s) + at(leave, d)
  const extra = (s: number) => Math.min(supplyOf(s).extra, at(enter, s) + take)
  const missing = (d: number) => Math.min(demandOf(d).missing, at(leave, d) + give)

  const supplies = rest.supplies.map((_, s) => ({ ...supplyOf(s), extra: extra(s) }))
  const demands = rest.demands.map((_, d) => ({ ...demandOf(d), missing: missing(d) }))
  const flows = assign(supplies, demands, (s, d) => Math.min(cost(s, d), through(s, d)))
  const after = leftOver({ ...problem, supplies, demands }, flows)
  const isReal =
    flows.every(({ supply: s, demand: d }) => cost(s, d) <= through(s, d)) &&
    supplies.every((_, s) => after.units(s) === 0 || supplyOf(s).extra <= extra(s)) &&
    demands.every((_, d) => after.places(d) <= 0 || demandOf(d).missing <= missing(d))
  if (!isReal) return undefined
  return flows.map(({ supply, demand, units }) => ({
    supply: rest.supplies[supply] ?? -1,
    demand: rest.demands[demand] ?? -1,
    units,
  }))
}

const noSupply: Supply = { units: 0, extra: 0 }
const noDemand: Demand = { min: 0, max: 0, missing: 0 }
