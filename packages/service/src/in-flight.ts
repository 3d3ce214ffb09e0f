/** Counts the requests that are being answered, and tells when there are none. */
export class InFlight {
  #count = 0
  #waiting: (() => void)[] = []

  get count(): number {
    return this.#count
  }

  /** Counts one more request; call the returned function when it is over. */
  enter(): () => void {
    this.#count += 1
    let left = false
    return () => {
      if (!left) this.#leave()
      left = true
    }
  }

  /** Resolves at once when nothing is in flight, else when the last one leaves. */
  idle(): Promise<void> {
    if (this.#count === 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #leave(): void {
    this.#count -= 1
    if (this.#count > 0) return
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
