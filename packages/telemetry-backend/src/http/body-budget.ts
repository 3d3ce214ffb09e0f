/** The memory that all bodies under way share, so that many slow senders cannot fill it. */
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

  /** Takes bytes, or gives false and takes none when there is no room. */
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
