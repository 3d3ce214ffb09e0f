export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  pick<T>(items: readonly T[]): T
  /** From none to `most` items. */
  list<T>(most: number, make: () => T): T[]
}

/** The same seed gives the same numbers (xorshift32), so that a failure can be repeated. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) | 1
  const below = (limit: number) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
  return {
    below,
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('expected a list with something in it')
      return item
    },
    list: (most, make) => Array.from({ length: below(most + 1) }, make),
  }
}
