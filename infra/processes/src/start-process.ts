import { spawn } from 'node:child_process'
import { type ChildEnd, childEnd, endInSteps } from './child-end.ts'
import { type Guard, guardChild } from './guard.ts'
import { type OnLine, outputTail } from './output-tail.ts'
import { signalProcess } from './signal-process.ts'

export interface ProcessOptions {
  /** Its name in messages. */
  name: string
  command: string
  args: readonly string[]
  /** Its whole environment: nothing else is added. */
  env: NodeJS.ProcessEnv
  cwd?: string | URL
  onLine?: OnLine
  /**
   * A guard ends the program when this process is gone, even by SIGKILL. It removes these folders
   * then, and also when the program ends. The Node processes of a fleet have a lifeline instead.
   */
  guard?: { remove?: string[] }
  /** Whether signals also go to all processes that it starts in turn. */
  group?: boolean
}

export interface RunningProcess {
  name: string
  /** 0 when it could not be started. */
  pid: number
  /** Resolves when it has ended and its last lines have been read. */
  ended: Promise<ChildEnd>
  /**
   * Resolves with what a person is told when it ended, or lost its guard, and nobody stopped it.
   */
  broken: Promise<string>
  /** Sends SIGTERM, and SIGKILL when that has not ended it after `graceMs`. */
  stop: (graceMs?: number) => Promise<void>
  kill: (signal: NodeJS.Signals) => void
  /** SIGKILL, without a chance to end in order. Resolves when it has ended, which is no news then. */
  crash: () => Promise<void>
  /** Last lines that it wrote, for a message. */
  tail: () => string
}

/** Starts a program, passes its lines on, and tells when it ends. */
export function startProcess(options: ProcessOptions): RunningProcess {
  const { name, command, args, env, cwd, onLine = () => {}, group = false } = options
  // It has a group of its own: Ctrl-C reaches only the starter, which then ends all in order.
  const child = spawn(command, args, {
    ...(cwd && { cwd }),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid = 0 } = child
  const tail = outputTail(child, onLine)
  const guard = guardOf(options, pid)
  const ended = childEnd(child).then(async (end) => {
    await guard?.release()
    return end
  })
  const life = lifeOf({ name, ended, guard, tail })
  const kill = (signal: NodeJS.Signals) => {
    if (pid !== 0) signalProcess(group ? -pid : pid, signal)
  }
  return {
    name,
    pid,
    ended,
    broken: life.broken,
    tail,
    kill,
    async crash() {
      life.stopping()
      kill('SIGKILL')
      await ended
    },
    async stop(graceMs = 5000) {
      life.stopping()
      await endInSteps(kill, ended, { SIGTERM: graceMs, SIGKILL: 5000 })
    },
  }
}

function guardOf({ guard, group = false }: ProcessOptions, pid: number): Guard | undefined {
  if (!guard || pid === 0) return undefined
  return guardChild({ ...guard, pid, group, signal: 'SIGTERM' })
}

interface Life extends Pick<RunningProcess, 'name' | 'ended' | 'tail'> {
  guard: Guard | undefined
}

function lifeOf({ name, ended, guard, tail }: Life) {
  const broken = Promise.withResolvers<string>()
  let wanted = false
  ended.then(({ how }) => wanted || broken.resolve(`${name} ${how}\n${tail()}`.trimEnd()))
  guard?.lost.then(() => wanted || broken.resolve(`the guard of ${name} was ended`))
  return {
    broken: broken.promise,
    stopping() {
      wanted = true
    },
  }
}
