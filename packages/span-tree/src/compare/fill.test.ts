import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fill, type Room, type Supply } from './fill.ts'

interface Sample {
  units: number[]
  rooms: { min: number; max: number }[]
  /** For each supply, the rooms that it fits. */
  fits: number[][]
}

const anyRoom = fc
  .record({ min: fc.nat(2), more: fc.nat(2) })
  .map(({ min, more }) => ({ min, max: Math.max(1, min + more) }))
const anySample: fc.Arbitrary<Sample> = fc.record({
  units: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 4, maxLength: 4 }),
  rooms: fc.array(anyRoom, { minLength: 4, maxLength: 4 }),
  fits: fc.array(fc.uniqueArray(fc.nat(3), { maxLength: 3 }), { minLength: 4, maxLength: 4 }),
})

/** The most units that can be placed in any way, with no room above its bound. */
function mostByTrying({ units, rooms, fits }: Sample, bound: 'min' | 'max'): number {
  const space = rooms.map((room) => room[bound])
  const each = units.flatMap((count, supply) => new Array<number[]>(count).fill(fits[supply] ?? []))
  const place = (index: number): number => {
    const ways = each[index]
    if (!ways) return 0
    let most = place(index + 1)
    for (const room of ways) {
      const left = space[room] ?? 0
      if (left === 0) continue
      space[room] = left - 1
      most = Math.max(most, 1 + place(index + 1))
      space[room] = left
    }
    return most
  }
  return place(0)
}

test('no other filling places more, or more of what rooms need', () => {
  fc.assert(
    fc.property(anySample, (sample) => {
      const rooms = sample.rooms.map(
        (room): Room => ({ ...room, places: [], got: 0, takes: new Map() }),
      )
      const supplies = sample.units.map((left, supply): Supply => {
        return {
          nodes: [],
          left,
          fits: rooms.filter((_, room) => sample.fits[supply]?.includes(room)),
        }
      })

      fill(supplies)

      for (const [supply, { left, fits }] of supplies.entries()) {
        const sent = rooms.map((room) => room.takes.get(supplies[supply] as Supply) ?? 0)
        expect(rooms.filter((room, i) => sent[i] !== 0 && !fits.includes(room))).toEqual([])
        expect(left + sent.reduce((a, b) => a + b, 0)).toBe(sample.units[supply])
      }
      const got = (bound: 'min' | 'max') =>
        rooms.reduce((sum, room) => sum + Math.min(room.got, room[bound]), 0)
      expect(rooms.filter(({ got, max }) => got > max)).toEqual([])
      expect(got('min')).toBe(mostByTrying(sample, 'min'))
      expect(got('max')).toBe(mostByTrying(sample, 'max'))
    }),
    { numRuns: 3_000 },
  )
})
