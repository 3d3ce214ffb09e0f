/** Takes the cheapest first; of equal ones that which was added last, so that a search goes deep. */
export class CostQueue<T> {
  readonly #byCost = new Map<number, T[]>()
  /** A binary heap of the costs of which there are items: few, for costs are small whole numbers. */
  readonly #costs: number[] = []

  add(item: T, cost: number): void {
    const items = this.#byCost.get(cost)
    if (items) {
      items.push(item)
      return
    }
    this.#byCost.set(cost, [item])
    this.#costs.push(cost)
    for (let at = this.#costs.length - 1; at > 0; ) {
      const above = (at - 1) >> 1
      if (!this.#isLess(at, above)) break
      this.#swap(at, above)
      at = above
    }
  }

  take(): T | undefined {
    const cost = this.#costs[0]
    if (cost === undefined) return undefined
    const items = this.#byCost.get(cost)
    const item = items?.pop()
    if (items?.length === 0) this.#removeLeast(cost)
    return item
  }

  #removeLeast(cost: number): void {
    this.#byCost.delete(cost)
    const last = this.#costs.pop()
    if (last === undefined || this.#costs.length === 0) return
    this.#costs[0] = last
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      let least = at
      if (this.#isLess(left, least)) least = left
      if (this.#isLess(left + 1, least)) least = left + 1
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #isLess(a: number, b: number): boolean {
    return (this.#costs[a] ?? Number.POSITIVE_INFINITY) < (this.#costs[b] ?? 0)
  }

  #swap(a: number, b: number): void {
    const [first = 0, second = 0] = [this.#costs[a], this.#costs[b]]
    this.#costs[a] = second
    this.#costs[b] = first
  }
}
