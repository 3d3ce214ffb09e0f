import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { explainSpawnError } from './binaries.ts'

export const cleanExit = 'exit code 0'

/** How a child ended, in words; rejects when it could not be started. */
export function childExit(child: ChildProcess, binary: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  child.on('error', (error) => reject(explainSpawnError(binary, error)))
  promise.catch(() => {}) // whoever waits sees it; a rejection before that must not end the process
  return promise
}

/**
 * SIGINT is PostgreSQL's fast shutdown: sessions are cut, data is written. (SIGTERM waits for every
 * client to leave, for ever if need be.) SIGQUIT drops everything and leaves the next start to
 * recover from the log, and SIGKILL is for a server that hangs.
 */
export async function endServer(child: ChildProcess, exit: Promise<string>): Promise<void> {
  const steps = { SIGINT: 1500, SIGQUIT: 500, SIGKILL: 5000 }
  for (const [signal, patience] of Object.entries(steps)) {
    child.kill(signal as NodeJS.Signals)
    if (await within(patience, exit)) return
  }
}

async function within(ms: number, exit: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const isOver = exit.then(
    () => true,
    () => true,
  )
  const isLate = delay(ms, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([isOver, isLate])
  } finally {
    timer.abort()
  }
}
