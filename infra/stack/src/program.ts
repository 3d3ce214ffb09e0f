import { spawn } from 'node:child_process'
import { childEnd, childTail, guardChild } from '@onetrace/postgres'

export interface ProgramOptions {
  name: string
  path: string
  args: string[]
  /** All that it is told: a caller's secrets are no business of it. */
  env: Record<string, string>
  onLine: (line: string) => void
}

export interface Program {
  name: string
  pid: number
  /** Resolves with how it ended; not for one that was stopped. */
  broken: Promise<string>
  stop: () => Promise<void>
  /** Last lines that it wrote, for a message. */
  tail: () => string
}

/** After SIGTERM; a fleet ends within three seconds of Ctrl-C. */
const graceMs = 1500

/** A process of the stack. It ends when this one is gone, whatever ended that. */
export function startProgram({ name, path, args, env, onLine }: ProgramOptions): Program {
  // A group of its own: Ctrl-C reaches the starter alone, which then ends all in order.
  const child = spawn(path, args, {
    env: { ...kept(process.env), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const guard = guardChild({ pid: child.pid ?? 0, signal: 'SIGTERM' })
  let stopping = false
  // Each complains that the others are gone.
  const tail = childTail(child, (line) => stopping || onLine(line))
  const broken = Promise.withResolvers<string>()
  const exited = childEnd(child)
  exited.then((how) => stopping || broken.resolve(`${name} ended ${how}\n${tail()}`))
  guard.lost.then(() => stopping || broken.resolve(`the guard of ${name} was ended`))
  return {
    name,
    pid: child.pid ?? 0,
    broken: broken.promise,
    tail,
    async stop() {
      stopping = true
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
      await guard.release()
    },
  }
}

function kept({ PATH, HOME, TMPDIR }: NodeJS.ProcessEnv): Record<string, string> {
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }) }
}
