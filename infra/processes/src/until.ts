import { setTimeout as pause } from 'node:timers/promises'

export interface UntilOptions {
  /** Ends the sentence "expected … within". */
  what: string
  deadlineMs: number
  /** Makes it reject early, with the reason of the signal. */
  signal?: AbortSignal | undefined
  everyMs?: number
}

/**
 * Asks until `attempt` no longer throws.
 *
 * @throws {Error} at the deadline, with the last failure as its cause
 */
export async function until<T>(
  attempt: () => T | Promise<T>,
  { what, deadlineMs, signal, everyMs = 25 }: UntilOptions,
): Promise<T> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    signal?.throwIfAborted()
    try {
      return await attempt()
    } catch (err) {
      if (performance.now() > deadline) {
        const message = `expected ${what} within ${deadlineMs} ms, last: ${reasonOf(err)}`
        throw new Error(message, { cause: err })
      }
    }
    await pause(everyMs)
  }
}

/** The message of `fetch` is `fetch failed`; its cause tells what failed. */
function reasonOf(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  return err.cause instanceof Error ? `${err.message}: ${err.cause.message}` : err.message
}
