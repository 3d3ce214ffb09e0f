import { spawn } from 'node:child_process'
import { childEnd, childTail } from '@onetrace/postgres'

export interface NodeProcessOptions {
  name: string
  cwd: URL
  args: string[]
  env: NodeJS.ProcessEnv
  onLine: (line: string) => void
}

export interface NodeProcess {
  name: string
  pid: number
  /** Resolves when it has ended, with how. */
  exited: Promise<string>
  /** SIGTERM, and SIGKILL when that has not ended it after `graceMs`. */
  stop: (graceMs?: number) => Promise<void>
  kill: (signal: NodeJS.Signals) => void
  /** Last lines that it wrote, for a message. */
  tail: () => string
}

/** One process of a fleet, run on the Node that runs this. */
export function startNodeProcess({
  name,
  cwd,
  args,
  env,
  onLine,
}: NodeProcessOptions): NodeProcess {
  // A group of its own: Ctrl-C reaches the starter alone, which then ends all in order.
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const tail = childTail(child, onLine)
  const exited = childEnd(child)
  return {
    name,
    pid: child.pid ?? 0,
    exited,
    tail,
    kill: (signal) => void child.kill(signal),
    async stop(graceMs = 5000) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}
