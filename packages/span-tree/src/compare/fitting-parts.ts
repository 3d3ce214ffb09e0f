import type { Demand, Flow, Supply } from './assign.ts'
import { Peel } from './peel.ts'

/** Supplies and demands of which some fit each other at no cost, and none fits any other part's. */
export interface Part {
  supplies: number[]
  demands: number[]
}

/** By supply, the demands that it fits. */
export type Fits = number[][]

/** Connected components of what fits what. */
export function partsOf(fits: Fits, demands: number): Part[] {
  const suppliesOf: number[][] = Array.from({ length: demands }, () => [])
  for (const [supply, fitting] of fits.entries()) {
    for (const demand of fitting) suppliesOf[demand]?.push(supply)
  }
  const seen = { supplies: new Set<number>(), demands: new Set<number>() }
  const parts: Part[] = []
  const explore = (start: Part) => {
    // Both lists grow as they are walked, in turns, until neither finds more.
    const { supplies, demands: found } = start
    for (let s = 0, d = 0; s < supplies.length || d < found.length; ) {
      const [supply, demand] = [supplies[s], found[d]]
      if (supply !== undefined) {
        addNew(fits[supply], seen.demands, found)
        s++
      } else if (demand !== undefined) {
        addNew(suppliesOf[demand], seen.supplies, supplies)
        d++
      }
    }
    parts.push(start)
  }
  for (const supply of fits.keys()) {
    if (seen.supplies.has(supply)) continue
    seen.supplies.add(supply)
    explore({ supplies: [supply], demands: [] })
  }
  for (const demand of suppliesOf.keys()) {
    if (!seen.demands.has(demand)) parts.push({ supplies: [], demands: [demand] })
  }
  return parts
}

function addNew(items: number[] = [], seen: Set<number>, to: number[]): void {
  for (const item of items) {
    if (seen.has(item)) continue
    seen.add(item)
    to.push(item)
  }
}

/** As many units as can go where they fit: the fewest are left, and the fewest places empty. */
export function fillPart(
  { supplies, demands }: Part,
  fits: Fits,
  of: { supplies: Supply[]; demands: Demand[] },
): Flow[] {
  const ownNumber = new Map(demands.map((demand, index) => [demand, index]))
  const peel = new Peel(
    supplies.map((supply) => of.supplies[supply]?.units ?? 0),
    demands.map((demand) => ({ min: 0, max: 0, ...of.demands[demand] })),
    supplies.map((supply) => (fits[supply] ?? []).flatMap((demand) => ownNumber.get(demand) ?? [])),
  )
  return [...peel.run(), ...peel.assignRest()].map(({ supply, demand, units }) => ({
    supply: supplies[supply] ?? -1,
    demand: demands[demand] ?? -1,
    units,
  }))
}
