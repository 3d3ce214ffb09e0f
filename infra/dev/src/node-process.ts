import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

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
  const tail = keepTail(child, onLine)
  const exited = exitOf(child)
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

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (err) => resolve(`could not be started: ${err.message}`))
    // 'close', not 'exit': its last lines have been read then.
    child.once('close', (code, signal) => resolve(signal ? `by ${signal}` : `with code ${code}`))
  })
}

function keepTail(child: ChildProcess, onLine: (line: string) => void): () => string {
  const last: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface(stream).on('line', (line) => {
      last.push(line)
      if (last.length > 20) last.shift()
      onLine(line)
    })
  }
  return () => last.join('\n')
}
