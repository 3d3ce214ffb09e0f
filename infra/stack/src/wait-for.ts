import { setTimeout as delay } from 'node:timers/promises'

export interface WaitOptions {
  deadlineMs: number
  signal?: AbortSignal | undefined
  everyMs?: number
}

/**
 * Asks until the answer is undefined: nothing is missing any more.
 *
 * @throws {Error} at the deadline, with the last answer: what is missing
 */
export async function waitFor(
  whatIsMissing: () => Promise<string | undefined>,
  { deadlineMs, signal, everyMs = 20 }: WaitOptions,
): Promise<void> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    signal?.throwIfAborted()
    const missing = await whatIsMissing()
    if (missing === undefined) return
    if (performance.now() > deadline) throw new Error(`after ${deadlineMs} ms: ${missing}`)
    await delay(everyMs)
  }
}

/** Undefined when the URL answers 2xx, else what it did instead. */
export async function notOk(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
    const text = await response.text()
    return response.ok ? undefined : `${url} answers ${response.status} ${text.trim()}`
  } catch (err) {
    return `${url} cannot be reached (${messageOf(err)})`
  }
}

function messageOf(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  return err.cause instanceof Error ? err.cause.message : err.message
}
