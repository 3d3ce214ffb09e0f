import { setTimeout as pause } from 'node:timers/promises'

/** Waits for a condition; past the deadline, which is for hangs alone, the error shows the last state. */
export async function until<T>(
  read: () => T | Promise<T>,
  holds: (state: T) => boolean,
  ms = 120_000,
): Promise<T> {
  const deadline = Date.now() + ms
  for (;;) {
    const state = await read()
    if (holds(state)) return state
    if (Date.now() > deadline) {
      throw new Error(`not within ${ms} ms; the last state was ${JSON.stringify(state)}`)
    }
    await pause(5)
  }
}
