import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, type Demand, type Supply } from './assign.ts'

function costOf(supplies: Supply[], demands: Demand[], costs: number[][], flows: number[][]) {
  let total = 0
  for (const [s, { units, extra }] of supplies.entries()) {
    let placed = 0
    for (const [d] of demands.entries()) {
      const flow = flows[s]?.[d] ?? 0
      placed += flow
      if (flow > 0) total += flow * (costs[s]?.[d] ?? 0)
    }
    expect(placed).toBeLessThanOrEqual(units)
    total += (units - placed) * extra
  }
  for (const [d, { min, max, missing }] of demands.entries()) {
    const flow = flows.reduce((sum, row) => sum + (row[d] ?? 0), 0)
    expect(flow).toBeLessThanOrEqual(max)
    total += Math.max(0, min - flow) * missing
  }
  return total
}

const costOfPair = (costs: number[][]) => (supply: number, demand: number) =>
  costs[supply]?.[demand] ?? 0

/** Every way to place the units one by one. */
function leastByTrying(supplies: Supply[], demands: Demand[], costs: number[][]): number {
  const units = supplies.flatMap(({ units }, s) => new Array<number>(units).fill(s))
  const flows = supplies.map(() => demands.map(() => 0))
  const place = (index: number): number => {
    const s = units[index]
    if (s === undefined) return costOf(supplies, demands, costs, flows)
    let least = place(index + 1)
    for (const [d, { max }] of demands.entries()) {
      const row = flows[s]
      const taken = flows.reduce((sum, other) => sum + (other[d] ?? 0), 0)
      if (!row || taken >= max) continue
      row[d] = (row[d] ?? 0) + 1
      least = Math.min(least, place(index + 1))
      row[d]--
    }
    return least
  }
  return place(0)
}

test('no other assignment costs less', () => {
  const supply = fc.record({ units: fc.integer({ min: 1, max: 2 }), extra: fc.nat(4) })
  const demand = fc
    .record({ min: fc.nat(2), more: fc.nat(2), missing: fc.nat(6) })
    .map(({ min, more, missing }) => ({ min, max: Math.max(1, min + more), missing }))
  const cost = fc.oneof(fc.nat(5), fc.constant(Number.POSITIVE_INFINITY))
  const costs = fc.array(fc.array(cost, { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  })

  fc.assert(
    fc.property(
      fc.array(supply, { maxLength: 3 }),
      fc.array(demand, { maxLength: 3 }),
      costs,
      (supplies, demands, costs) => {
        const flows = supplies.map(() => demands.map(() => 0))
        for (const { supply, demand, units } of assign(supplies, demands, costOfPair(costs))) {
          const row = flows[supply]
          if (row) row[demand] = units
        }

        expect(costOf(supplies, demands, costs, flows)).toBe(
          leastByTrying(supplies, demands, costs),
        )
      },
    ),
    { numRuns: 500 },
  )
})
