/** What all bodies under way hold together: a hundred slow senders must not fill the memory. */
export class BodyBudget {
  readonly #max: number
  readonly #onRefused: () => void
  #held = 0

  constructor(max: number, onRefused: () => void = () => {}) {
    this.#max = max
    this.#onRefused = onRefused
  }

  get held(): number {
    return this.#held
  }

  /** False when there is no room; nothing is taken then. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#max) {
      this.#onRefused()
      return false
    }
    this.#held += bytes
    return true
  }

  give(bytes: number): void {
    this.#held -= bytes
  }
}
