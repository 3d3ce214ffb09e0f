import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Asking } from './alignment.ts'
import { assign, type Demand, type Flow, type Supply } from './assign.ts'
import { assignByNeed } from './assign-by-need.ts'

interface Sample {
  supplies: Supply[]
  demands: Demand[]
  costs: number[][]
}

/** What it costs, and which costs were asked for; to use one that was not is an error. */
function assignAsking({ supplies, demands, costs }: Sample): { flows: Flow[]; asked: Set<string> } {
  const asked = new Set<string>()
  const at = (supply: number, demand: number) => costs[supply]?.[demand] ?? Number.NaN
  const work: Asking<Flow[]> = assignByNeed({
    supplies,
    demands,
    fits: supplies.map((_, s) => [...demands.keys()].filter((d) => at(s, d) === 0)),
    *ask(part) {
      for (const s of part.supplies) for (const d of part.demands) asked.add(`${s} ${d}`)
      yield []
    },
    cost(supply, demand) {
      expect([...asked]).toContain(`${supply} ${demand}`)
      return at(supply, demand)
    },
  })
  let step = work.next()
  while (!step.done) step = work.next()
  return { flows: step.value, asked }
}

function costOf({ supplies, demands, costs }: Sample, flows: Flow[]): number {
  const left = supplies.map(({ units }) => units)
  const empty = demands.map(({ min }) => min)
  const room = demands.map(({ max }) => max)
  let total = 0
  for (const { supply, demand, units } of flows) {
    total += units * (costs[supply]?.[demand] ?? 0)
    left[supply] = (left[supply] ?? 0) - units
    empty[demand] = (empty[demand] ?? 0) - units
    room[demand] = (room[demand] ?? 0) - units
  }
  expect(Math.min(0, ...left, ...room)).toBe(0)
  for (const [s, { extra }] of supplies.entries()) total += (left[s] ?? 0) * extra
  for (const [d, { missing }] of demands.entries()) total += Math.max(0, empty[d] ?? 0) * missing
  return total
}

const demandOf = fc
  .record({ min: fc.nat(2), more: fc.nat(2), missing: fc.integer({ min: 1, max: 6 }) })
  .map(({ min, more, missing }) => ({ min, max: Math.max(1, min + more), missing }))
const anySample = fc
  .record({
    open: fc.boolean(),
    units: fc.array(fc.record({ units: fc.integer({ min: 1, max: 3 }), extra: fc.nat(5) }), {
      maxLength: 6,
    }),
    demands: fc.array(demandOf, { maxLength: 6 }),
    costs: fc.array(fc.array(fc.oneof(fc.constant(0), fc.nat(7)), { minLength: 6, maxLength: 6 }), {
      minLength: 6,
      maxLength: 6,
    }),
  })
  .map(({ open, units, demands, costs }): Sample => {
    const supplies = units.map((supply) => ({ ...supply, extra: open ? 0 : supply.extra + 1 }))
    return { supplies, demands, costs }
  })

test('it costs what an assignment costs that knows all costs', () => {
  fc.assert(
    fc.property(anySample, (sample) => {
      const all = assign(sample.supplies, sample.demands, (s, d) => sample.costs[s]?.[d] ?? 0)

      expect(costOf(sample, assignAsking(sample).flows)).toBe(costOf(sample, all))
    }),
    { numRuns: 5_000 },
  )
})

describe('what it asks for', () => {
  const size = 50
  const supplies = Array.from({ length: size }, () => ({ units: 1, extra: 6 }))
  const demands = Array.from({ length: size }, () => ({ min: 1, max: 1, missing: 6 }))
  const sample = (own: (index: number) => number, other: number): Sample => ({
    supplies,
    demands,
    costs: supplies.map((_, s) => demands.map((_, d) => (s === d ? own(s) : other))),
  })

  test('is nothing where all fits', () => {
    expect(assignAsking(sample(() => 0, 1)).asked.size).toBe(0)
  })

  test('is one cost for one small difference', () => {
    expect([...assignAsking(sample((s) => (s === 7 ? 2 : 0), 3)).asked]).toEqual(['7 7'])
  })

  test('is a row and a column for one large difference', () => {
    expect(assignAsking(sample((s) => (s === 7 ? 5 : 0), 3)).asked.size).toBe(2 * size - 1)
  })

  test('is all where others would do better by taking each other’s place', () => {
    const { flows, asked } = assignAsking(sample((s) => (s === 7 ? 5 : 0), 2))

    expect(asked.size).toBe(size * size)
    expect(
      costOf(
        sample((s) => (s === 7 ? 5 : 0), 2),
        flows,
      ),
    ).toBe(4)
  })
})
