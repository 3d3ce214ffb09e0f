import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ServiceProcess {
  child: ChildProcess
  /** The next line with this message. */
  line: (msg: string) => Promise<Record<string, unknown>>
  /** The exit code, once it has ended. */
  exited: Promise<number | null>
}

export interface RunningService extends ServiceProcess {
  url: string
  management: string
}

export interface ServiceProgram {
  /** Statements that add to `routes`. */
  routes: string
  env?: Record<string, string>
  /** Files for `--import`. */
  imports?: string[]
}

const program = (routes: string) => `
  import { Router } from 'express'
  import * as service from './src/index.ts'
  const readConfig = (env) => service.readEnv(env, (from) =>
    service.readServiceConfig(from, { port: 0, management: 0 }))
  await service.runService('shop', readConfig, async ({ log, database, background }) => {
    const routes = Router()
    ${routes}
    return routes
  })`

/** Lends a service that listens in a process of its own. */
export function withService(
  options: ServiceProgram,
  fn: (service: RunningService) => Promise<void>,
): Promise<void> {
  return withServiceProcess(options, async (service) => {
    const { port, managementPort } = await service.line('listening')
    const at = (number: unknown) => `http://127.0.0.1:${number}`
    await fn({ ...service, url: at(port), management: at(managementPort) })
  })
}

/** The same from the start of the process on, before it listens. */
export async function withServiceProcess(
  { routes, env = {}, imports = [] }: ServiceProgram,
  fn: (service: ServiceProcess) => Promise<void>,
): Promise<void> {
  const flags = imports.flatMap((name) => ['--import', name])
  const args = [...flags, '--input-type=module', '--eval', program(routes)]
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { OTEL_TRACES_EXPORTER: 'none', DRAIN_TIMEOUT: '300000', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  try {
    await fn({ child, line: lineReader(child), exited })
  } finally {
    child.kill('SIGKILL')
    await exited
  }
}

function lineReader(child: ChildProcess): RunningService['line'] {
  if (!child.stdout) throw new Error('expected a child process with a pipe for its stdout')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async (msg) => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`expected a line "${msg}", but the process ended without one`)
      const line = JSON.parse(value)
      if (line.msg === msg) return line
    }
  }
}
