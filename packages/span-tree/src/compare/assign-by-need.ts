import type { Asking } from './alignment.ts'
import { assign, type Flow } from './assign.ts'
import { fillPart, type Part, partsOf } from './fitting-parts.ts'
import { leftOver, type Problem } from './problem.ts'
import { type Around, type Bounds, leastOf, solveRest } from './solve-rest.ts'

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

function joinParts(parts: { part: Part }[]): Part {
  return {
    supplies: parts.flatMap(({ part }) => part.supplies),
    demands: parts.flatMap(({ part }) => part.demands),
  }
}

function nearest({ problem, settled }: Around): Bounds {
  return {
    enter: (supply) => leastOf(settled.demands.map((demand) => problem.cost(supply, demand))),
    leave: (demand) => leastOf(settled.supplies.map((supply) => problem.cost(supply, demand))),
  }
}
