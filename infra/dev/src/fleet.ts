import { join } from 'node:path'
import type { StatementLogging } from '@onetrace/postgres'
import { startLifelineServer } from '@onetrace/processes'
import { type ApiKey, createApiKey } from './api-key.ts'
import { type BackendProcessOptions, startBackendProcess } from './backend-process.ts'
import { type Environment, type FleetFacts, inherited, pathOf } from './environment.ts'
import { startDatabases } from './fleet-databases.ts'
import { type BackendUrls, type FleetUrls, quiesce, untilReady, urlsOf } from './fleet-urls.ts'
import type { Ports, PortsWithStack } from './ports.ts'
import { chooseReplicas, type ReplicaCounts } from './replicas.ts'
import { type ServiceProcesses, startServiceProcesses } from './service-processes.ts'
import { type DatabaseName, type ServiceName, workspaceRoot } from './services.ts'
import { startStackBackend } from './stack-backend.ts'
import { startTurbo } from './turbo-services.ts'

/** The embedded backend is the default; the real stack listens on more ports. */
type Backend =
  | { backend?: 'embedded'; ports: Ports }
  | {
      backend: 'stack'
      ports: PortsWithStack
      /** Prometheus' interval; `15s` unless somebody waits for a scrape. */
      scrapeInterval?: string
    }

export type FleetOptions = Backend & {
  /** The folder for Postgres' data and the log files; it is made if it does not exist. */
  dir: string
  apiKey?: ApiKey
  /** Further variables of the processes: those of `all` for every service, then its own. */
  env?: Partial<Record<ServiceName | 'all' | 'backend', Environment>>
  /** With `run: 'processes'`: how many processes of each service; the default is one. */
  replicas?: ReplicaCounts
  /** Existing databases to use instead of new ones. */
  databaseUrls?: Partial<Record<DatabaseName, string>>
  /** What our Postgres logs; the default is every statement. */
  statementLogging?: StatementLogging | 'off'
  /** `watch` runs the services under turbo, which restarts one when a file is saved. */
  run?: 'processes' | 'watch'
  /** Every line that a process of the fleet writes. */
  onLine?: (line: string) => void
  /** Called before it waits for the services. */
  onStage?: (stage: string) => void
  /** Called with the progress of the stack's first build. */
  say?: (line: string) => void
  /** Aborting it ends a start that is under way, and stops all that has started. */
  signal?: AbortSignal
}

export interface Fleet extends FleetFacts {
  urls: FleetUrls
  /** What a person should know about the backend. */
  note: string | undefined
  /** With `run: 'processes'`: stops, kills or starts a single service. */
  services: ServiceProcesses | undefined
  postgres: Record<'stop' | 'kill' | 'start', () => Promise<void>>
  /** Resolves when nothing is in flight and all spans and log lines have arrived. */
  quiesce: () => Promise<void>
  /** Pids of its Node processes at this moment. */
  held: () => ReadonlySet<number>
  /** Resolves when a part has ended that nobody stopped, with words that say which, and how. */
  broken: Promise<string>
  stop: () => Promise<void>
}

/** Starts Postgres, the telemetry backend and the three services; the one way to start a fleet. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  await using stack = new AsyncDisposableStack()
  const { ports, apiKey = createApiKey(), env = {}, signal } = options
  const logDir = join(options.dir, 'logs')
  const broken = Promise.withResolvers<string>()
  const report = broken.resolve
  let starting = true
  const onLine = (line: string) => {
    options.onLine?.(line)
    // In watch mode, after the start, the next saved file may repair it.
    if (starting) reportFatal(line, report)
  }

  const lifeline = await startLifelineServer()
  stack.defer(() => lifeline.cut())
  lifeline.lost.then((pid) => report(`process ${pid} was killed`))
  const base = {
    ...inherited(process.env),
    ...lifeline.env,
    // With the compiled code of the last start, each process saves 100 ms and 20 MB.
    NODE_COMPILE_CACHE: pathOf(new URL('node_modules/.cache/onetrace/', workspaceRoot)),
  }

  const [databases, { note, ...backendUrls }] = await Promise.all([
    startDatabases({ ...options, logDir }, { stack, report }),
    startBackend(options, { logDir, base, onLine, stack, report }),
  ])
  const facts: FleetFacts = { ports, databaseUrls: databases.urls, apiKey, logDir }
  const runDir = join(options.dir, 'run')
  const replicas = await chooseReplicas(options.replicas)
  const { parents, expectKill } = lifeline
  const start = { facts, base, env, onLine, report, runDir, replicas, parents, expectKill }
  options.onStage?.('services')
  const services = options.run === 'watch' ? undefined : startServiceProcesses(start)
  const stopServices = services?.stopAll ?? (await startTurbo(start)).stop
  stack.defer(stopServices)

  const { statementLog } = databases
  const urls = urlsOf(ports, { ...backendUrls, ...(statementLog && { statementLog }), replicas })
  await untilReady({ urls, broken: broken.promise, signal, ours: lifeline.held })
  starting = false
  const owned = stack.move()
  return {
    ...facts,
    urls,
    note,
    services,
    postgres: databases,
    held: () => lifeline.held,
    quiesce: () => quiesce(urls),
    broken: broken.promise,
    stop: () => owned.disposeAsync(),
  }
}

type Owner = Omit<BackendProcessOptions, 'ports' | 'env'>
type StartedBackend = BackendUrls & { note?: string }

function startBackend(options: FleetOptions, owner: Owner): Promise<StartedBackend> {
  const env = options.env?.backend ?? {}
  if (options.backend === 'stack') {
    const { ports, dir, scrapeInterval, say, signal } = options
    return startStackBackend({ ...owner, ports, env, dir, scrapeInterval, say, signal })
  }
  return startBackendProcess({ ...owner, ports: options.ports, env })
}

/** Reports errors that no saved file repairs: a wrong configuration, a taken port. */
function reportFatal(line: string, report: (why: string) => void): void {
  if (line.startsWith('telemetry: ')) report(line)
  if (!line.startsWith('{"level":"fatal"')) return
  const { service, msg } = JSON.parse(line)
  report(`${service}: ${msg}`)
}
