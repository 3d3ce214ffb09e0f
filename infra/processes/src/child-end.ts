import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

export interface ChildEnd {
  /** It exited by itself, with code 0. */
  ok: boolean
  /** Goes on after its name: `ended with code 1`, `ended by SIGKILL`, `could not be started: …`. */
  how: string
  /** Why it could not be started. */
  error?: Error
}

/** Resolves when a child has ended and its last lines have been read; never rejects. */
export function childEnd(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      // That a signal could not be sent is said here, too, of a child that runs.
      if (child.pid !== undefined) return
      resolve({ ok: false, how: `could not be started: ${error.message}`, error })
    })
    // 'close', not 'exit': its last lines have been read then.
    child.once('close', (code, signal) =>
      resolve({ ok: code === 0, how: `ended ${signal ? `by ${signal}` : `with code ${code}`}` }),
    )
  })
}

/** Signals in the order in which they are sent, and for how many milliseconds each is given a chance. */
export type EndSteps = Partial<Record<NodeJS.Signals, number>>

/** Sends one signal after the other until it has ended. */
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
