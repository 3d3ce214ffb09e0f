import { readFileSync } from 'node:fs'
import { hasCode } from './error-code.ts'

/** Signals a process, or with a negative pid a group; one that is gone already is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM') // it is there, but belongs to another user
  }
  return !isZombie(pid)
}

/** Whether it is dead, but still has its pid because its parent has not collected it yet. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return /^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true // it has ended meanwhile
  }
}
