import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

export interface Measures {
  residentMegabytes(): Promise<number>
  cpuSeconds(): Promise<number>
}

export interface MeasuredProcess extends Measures {
  stop(): Promise<void>
}

/** Linux tells CPU time in these units, whatever the clock of the kernel is. */
const ticksPerSecond = 100

/**
 * Starts a process of its own, so that the client's work is not counted; `core` keeps it on one
 * core.
 */
export function spawnOn(
  core: number | undefined,
  command: string[],
  env: NodeJS.ProcessEnv,
): ChildProcess & { stdout: NodeJS.ReadableStream } {
  const pinned = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  const [program = '', ...args] = pinned
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  return Object.assign(child, { stdout: child.stdout })
}

export function measured(child: ChildProcess): MeasuredProcess {
  return {
    ...measuresOf(child.pid ?? 0),
    async stop() {
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
    },
  }
}

/** taskset turns into the program that it starts, so the pid is that of the program. */
export function measuresOf(pid: number): Measures {
  const ofProcess = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8')
  return {
    async residentMegabytes() {
      return Number(/VmRSS:\s+(\d+)/.exec(await ofProcess('status'))?.[1]) / 1024
    },
    async cpuSeconds() {
      const [, fields = ''] = (await ofProcess('stat')).split(') ')
      const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number)
      return (user + system) / ticksPerSecond
    },
  }
}
