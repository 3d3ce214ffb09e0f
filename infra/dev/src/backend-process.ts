import { expectOk, until } from '@onetrace/processes'
import { backendEnvironment, type Environment, loopback, pathOf, smallHeap } from './environment.ts'
import type { BackendUrls } from './fleet-urls.ts'
import { startNodeProcess } from './node-process.ts'
import type { Ports } from './ports.ts'
import { workspaceRoot } from './services.ts'

export interface BackendOptions {
  ports: Ports
  logDir: string
  onLine: (line: string) => void
  stack: AsyncDisposableStack
  report: (why: string) => void
}

export interface BackendProcessOptions extends BackendOptions {
  base: NodeJS.ProcessEnv
  env: Environment
}

const folder = new URL('packages/telemetry-backend/', workspaceRoot)

/** The embedded telemetry backend; resolves when it answers. */
export async function startBackendProcess(options: BackendProcessOptions): Promise<BackendUrls> {
  const { ports, logDir, base, env, onLine, stack, report } = options
  const backend = startNodeProcess({
    name: 'telemetry-backend',
    cwd: folder,
    args: [smallHeap, pathOf(new URL('src/main.ts', folder))],
    env: { ...base, ...backendEnvironment({ ports, logDir }), ...env },
    onLine,
  })
  stack.defer(backend.stop)
  const gone = new AbortController()
  backend.broken.then((why) => {
    report(why)
    gone.abort(new Error(why))
  })
  await until(() => expectOk(`${loopback(ports.query)}/api/services`), {
    what: 'the telemetry backend to answer',
    deadlineMs: 120_000,
    signal: gone.signal,
  })
  return { quiesce: `${loopback(ports.query)}/quiesce` }
}
