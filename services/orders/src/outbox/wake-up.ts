/** Somebody sleeps, others wake him; a wake-up that comes while he is awake is kept. */
export class WakeUp {
  #pending = false
  #wake: (() => void) | undefined

  wake(): void {
    this.#pending = true
    this.#wake?.()
  }

  /** Forgets what was kept: whoever is about to look anyway needs no wake-up for what is there. */
  clear(): void {
    this.#pending = false
  }

  /** Resolves with true at a wake-up, one that was kept included, or with false after `ms`. */
  async sleep(ms: number): Promise<boolean> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    const woken = this.#pending
    this.#pending = false
    return woken
  }
}
