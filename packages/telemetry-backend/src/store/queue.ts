/** First in, first out. `Array.shift` would move all other items, which is slow in a long list. */
export class Queue<T> {
  #items: (T | undefined)[] = []
  /** The items before this index have left; their places are freed now and then. */
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  /** The item that leaves next. */
  get first(): T | undefined {
    return this.#items[this.#head]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head] = undefined
    this.#head += 1
    if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) this.#compact()
    return item
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.#head; at < this.#items.length; at++) yield this.#items[at] as T
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}
