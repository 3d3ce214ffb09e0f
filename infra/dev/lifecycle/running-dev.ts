import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { descendants, type Process, processTable, until } from '@onetrace/processes'
import { onTestFailed } from 'vitest'
import { pathOf } from '../src/environment.ts'
import { workspaceRoot } from '../src/services.ts'

const runDir = pathOf(new URL('.onetrace/run/', workspaceRoot))

export interface RunningDev extends AsyncDisposable {
  /** What it has printed so far. */
  output: () => string
  /** Resolves when the output has this text. */
  printed: (text: string, deadlineMs?: number) => Promise<void>
  ready: () => Promise<void>
  /** All processes that it has now, with `pnpm dev` first. */
  processes: () => Process[]
  /** Sends a signal to the whole foreground group, as a terminal does. */
  signal: (signal: NodeJS.Signals) => void
  exitCode: () => Promise<number | null>
  /** Resolves when no process, port or file of it is left; throws an error that says what is. */
  gone: (before: Process[]) => Promise<void>
}

export function startDev(env: NodeJS.ProcessEnv = {}, command = ['dev']): RunningDev {
  let output = ''
  const child = spawn('pnpm', command, {
    cwd: workspaceRoot,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const printed = (text: string, deadlineMs = 180_000) =>
    until(() => expectText(output, text), { what: `"${text}" to be printed`, deadlineMs })
  onTestFailed(() => console.log(`pnpm ${command.join(' ')} had printed:\n${output.slice(-4000)}`))
  const dev: RunningDev = {
    output: () => output,
    printed,
    ready: () => printed('Ctrl-C ends everything'),
    processes: () => processesOf(child),
    signal: (signal) => process.kill(-pidOf(child), signal),
    exitCode: () => exit,
    gone: (before) =>
      until(() => expectNothingLeft(before), { what: 'nothing to be left', deadlineMs: 60_000 }),
    async [Symbol.asyncDispose]() {
      const before = dev.processes()
      if (child.exitCode === null && child.signalCode === null) dev.signal('SIGTERM')
      await dev.gone(before)
    },
  }
  return dev
}

/** The ports on its screen. */
export function portsIn(output: string): number[] {
  const screen = output.slice(output.indexOf('ready in'))
  const found = screen.matchAll(/(?:localhost|127\.0\.0\.1):(\d+)|(?:orders|users) (\d+)/g)
  return [...new Set([...found].map(([, url, plain]) => Number(url ?? plain)))]
}

function expectText(output: string, text: string): void {
  if (!output.includes(text)) throw new Error(`the output ends with ${output.slice(-300)}`)
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('pnpm could not be started')
  return child.pid
}

function processesOf(child: ChildProcess): Process[] {
  const table = processTable()
  const root = table.get(pidOf(child))
  return root ? [root, ...descendants(table, root.pid)] : []
}

function expectNothingLeft(before: Process[]): void {
  const table = processTable()
  // A pid with another command now belongs to another process.
  const alive = before.filter(({ pid, command }) => table.get(pid)?.command === command)
  if (alive.length > 0) throw new Error(`still running: ${alive.map(({ command }) => command)}`)
  if (existsSync(runDir)) throw new Error(`${runDir} is still there`)
}

export function demoKey(): string {
  return readFileSync(new URL('.onetrace/api-key', workspaceRoot), 'utf8').trim()
}

/** Makes sure that the port is taken: it listens there, unless another process does already. */
export async function take(port: number): Promise<AsyncDisposable> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (err: NodeJS.ErrnoException) =>
      err.code === 'EADDRINUSE' ? resolve() : reject(err),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return { [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())) }
}
