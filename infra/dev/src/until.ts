export interface UntilOptions {
  /** Ends the sentence "expected … within". */
  what: string
  deadlineMs: number
  /** Rejects early, with what is thrown. */
  signal?: AbortSignal
  everyMs?: number
}

/**
 * Asks until `attempt` no longer throws.
 *
 * @throws {Error} at the deadline, with the last failure as its cause
 */
export async function until<T>(attempt: () => Promise<T>, options: UntilOptions): Promise<T> {
  const { what, deadlineMs, signal, everyMs = 25 } = options
  const deadline = performance.now() + deadlineMs
  for (;;) {
    signal?.throwIfAborted()
    try {
      return await attempt()
    } catch (err) {
      if (performance.now() < deadline) await pause(everyMs)
      else {
        const message = `expected ${what} within ${deadlineMs} ms, last: ${messageOf(err)}`
        throw new Error(message, { cause: err })
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function messageOf(err: unknown): string {
  return err instanceof Error ? err.message : String(err)
}
