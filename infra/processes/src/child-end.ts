import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

export interface ChildEnd {
  /** It exited by itself, with code 0. */
  ok: boolean
  /**
   * Words that follow its name: `ended with code 1`, `ended by SIGKILL`, `could not be started: …`.
   */
  how: string
  /** Why it could not be started. */
  error?: Error
}

/** Resolves when a child has ended and its last lines have been read; never rejects. */
export function childEnd(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      // A child that runs also emits this event, when a signal could not be sent to it.
      if (child.pid !== undefined) return
      resolve({ ok: false, how: `could not be started: ${error.message}`, error })
    })
    // At 'close' its last lines have been read, which is not certain at 'exit'.
    child.once('close', (code, signal) =>
      resolve({ ok: code === 0, how: `ended ${signal ? `by ${signal}` : `with code ${code}`}` }),
    )
  })
}

/**
 * The signals in the order in which they are sent, and how many milliseconds to wait after each.
 */
export type EndSteps = Partial<Record<NodeJS.Signals, number>>

/** Sends one signal after the other until the process has ended. */
export async function endInSteps(
  send: (signal: NodeJS.Signals) => void,
  ended: Promise<unknown>,
  steps: EndSteps,
): Promise<void> {
  for (const [signal, patience] of Object.entries(steps)) {
    send(signal as NodeJS.Signals)
    if (await within(patience, ended)) return
  }
}

async function within(ms: number, ended: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const isOver = ended.then(() => true)
  const isLate = delay(ms, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([isOver, isLate])
  } finally {
    timer.abort()
  }
}
