import { assign, type Flow } from './assign.ts'

interface Place {
  min: number
  max: number
}

/**
 * Sends as many units as can go where they fit, and leaves the fewest first places empty. What has
 * but one way goes that way first (Karp and Sipser's rule): a supply that fits one demand alone
 * can take any place of it, since whatever else would stand there counts no more; a demand that one
 * supply alone fits can take its first places from it, since to be sent elsewhere counts no more.
 * That is nearly always all; what goes round in circles is left to `assign`.
 */
export class Peel {
  readonly #units: number[]
  readonly #places: Place[]
  readonly #demandsOf: Set<number>[]
  readonly #suppliesOf: Set<number>[]
  readonly #flows: Flow[] = []

  constructor(units: number[], places: Place[], fits: number[][]) {
    this.#units = [...units]
    this.#places = places.map(({ min, max }) => ({ min, max }))
    this.#demandsOf = fits.map((demands) => new Set(demands))
    this.#suppliesOf = places.map(() => new Set())
    for (const [supply, demands] of fits.entries()) {
      for (const demand of demands) this.#suppliesOf[demand]?.add(supply)
    }
  }

  run(): Flow[] {
    const supplies = [...this.#units.keys()]
    const demands = [...this.#places.keys()]
    while (supplies.length > 0 || demands.length > 0) {
      const supply = supplies.pop()
      const touched = supply === undefined ? [] : this.#settleSupply(supply)
      demands.push(...touched)
      const demand = demands.pop()
      if (demand !== undefined) supplies.push(...this.#settleDemand(demand))
    }
    return this.#flows
  }

  /** Of what has several ways. */
  assignRest(): Flow[] {
    const supplies = [...this.#units.keys()].filter((s) => this.#demandsOf[s]?.size)
    const demands = [...this.#places.keys()].filter((d) => this.#suppliesOf[d]?.size)
    const flows = assign(
      supplies.map((s) => ({ units: this.#units[s] ?? 0, extra: 1 })),
      demands.map((d) => ({ min: 0, max: 0, ...this.#places[d], missing: 1 })),
      (s, d) => {
        const fits = this.#demandsOf[supplies[s] ?? -1]?.has(demands[d] ?? -1)
        return fits ? 0 : Number.POSITIVE_INFINITY
      },
    )
    return flows.map(({ supply, demand, units }) => ({
      supply: supplies[supply] ?? -1,
      demand: demands[demand] ?? -1,
      units,
    }))
  }

  /** Gives the demands that have a way less. */
  #settleSupply(supply: number): number[] {
    const ways = [...(this.#demandsOf[supply] ?? [])]
    const [demand] = ways
    if (demand === undefined) return []
    if (ways.length === 1) this.#send(supply, demand, this.#places[demand]?.max ?? 0)
    else if (this.#units[supply] !== 0) return []
    for (const way of ways) this.#part(supply, way)
    return ways
  }

  /** Gives the supplies that have a way less, or fewer units. */
  #settleDemand(demand: number): number[] {
    const ways = this.#suppliesOf[demand]
    const place = this.#places[demand]
    const [supply] = ways ?? []
    if (!ways || !place || supply === undefined) return []
    if (place.max === 0) {
      const all = [...ways]
      for (const other of all) this.#part(other, demand)
      return all
    }
    if (ways.size !== 1 || place.min === 0) return []
    this.#send(supply, demand, place.min)
    return [supply]
  }

  #send(supply: number, demand: number, most: number): void {
    const place = this.#places[demand]
    const units = Math.min(this.#units[supply] ?? 0, most)
    if (!place || units === 0) return
    this.#flows.push({ supply, demand, units })
    this.#units[supply] = (this.#units[supply] ?? 0) - units
    place.min = Math.max(0, place.min - units)
    place.max -= units
  }

  #part(supply: number, demand: number): void {
    this.#demandsOf[supply]?.delete(demand)
    this.#suppliesOf[demand]?.delete(supply)
  }
}
