import {
  backendEnvironment,
  type Environment,
  lifelineImport,
  loopback,
  pathOf,
  smallHeap,
} from './environment.ts'
import type { BackendUrls } from './fleet-urls.ts'
import { expectOk } from './http.ts'
import { startNodeProcess } from './node-process.ts'
import type { Ports } from './ports.ts'
import { workspaceRoot } from './services.ts'
import { until } from './until.ts'

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
  let stopping = false
  const backend = startNodeProcess({
    name: 'telemetry-backend',
    cwd: folder,
    args: [smallHeap, '--import', lifelineImport, pathOf(new URL('src/main.ts', folder))],
    env: { ...base, ...backendEnvironment({ ports, logDir }), ...env },
    onLine,
  })
  stack.defer(() => {
    stopping = true
    return backend.stop()
  })
  const ended = backend.exited.then((how) => `the telemetry backend ended ${how}`)
  const gone = new AbortController()
  ended.then((why) => {
    if (!stopping) report(why)
    gone.abort(new Error(`${why}\n${backend.tail()}`))
  })
  await until(() => expectOk(`${loopback(ports.query)}/api/services`), {
    what: 'the telemetry backend to answer',
    deadlineMs: 30_000,
    signal: gone.signal,
  })
  return { quiesce: `${loopback(ports.query)}/quiesce` }
}
