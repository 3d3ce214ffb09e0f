import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, type Flow } from './assign.ts'
import { Peel } from './peel.ts'

const place = fc
  .record({ min: fc.nat(2), more: fc.nat(2) })
  .map(({ min, more }) => ({ min, max: Math.max(1, min + more) }))
const anyPart = fc.record({
  units: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
  places: fc.array(place, { minLength: 6, maxLength: 6 }),
  fits: fc.array(fc.uniqueArray(fc.nat(5), { maxLength: 4 }), { minLength: 6, maxLength: 6 }),
})

/** Units that were placed, and how many of them in one of the first places. */
function gains(flows: Flow[], places: { min: number; max: number }[]): number {
  const got = places.map(() => 0)
  for (const { demand, units } of flows) got[demand] = (got[demand] ?? 0) + units
  return places.reduce((sum, { min }, d) => sum + (got[d] ?? 0) + Math.min(min, got[d] ?? 0), 0)
}

test('what has one way first, then the rest: no assignment places more', () => {
  fc.assert(
    fc.property(anyPart, ({ units, places, fits }) => {
      const best = assign(
        units.map((units) => ({ units, extra: 1 })),
        places.map((place) => ({ ...place, missing: 1 })),
        (s, d) => (fits[s]?.includes(d) ? 0 : Number.POSITIVE_INFINITY),
      )

      const peel = new Peel(units, places, fits)
      const flows = [...peel.run(), ...peel.assignRest()]

      expect(flows.filter(({ supply, demand }) => !fits[supply]?.includes(demand))).toEqual([])
      for (const [s, most] of units.entries()) expect(sentBy(flows, s)).toBeLessThanOrEqual(most)
      expect(gains(flows, places)).toBe(gains(best, places))
    }),
    { numRuns: 3_000 },
  )
})

function sentBy(flows: Flow[], supply: number): number {
  return flows.reduce((sum, flow) => sum + (flow.supply === supply ? flow.units : 0), 0)
}
