import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '@onetrace/postgres'
import { type ApiKey, createApiKey } from './api-key.ts'
import { startBackendProcess } from './backend-process.ts'
import { type Environment, type FleetFacts, inherited, loopback, pathOf } from './environment.ts'
import { expectOk } from './http.ts'
import { startLifelineServer } from './lifeline-server.ts'
import type { Ports } from './ports.ts'
import { type ServiceProcesses, startServiceProcesses } from './service-processes.ts'
import {
  type DatabaseName,
  databaseNames,
  type ServiceName,
  serviceNames,
  workspaceRoot,
} from './services.ts'
import { startTurbo } from './turbo-services.ts'
import { until } from './until.ts'

export interface FleetOptions {
  /** Postgres' data and the log files live here; made when it is not there yet. */
  dir: string
  ports: Ports
  apiKey?: ApiKey
  /** On top of what each process is told: `all` for every service, then its own. */
  env?: Partial<Record<ServiceName | 'all' | 'backend', Environment>>
  /** Databases that are there already, instead of ours. */
  databaseUrls?: Partial<Record<DatabaseName, string>>
  /** `watch`: under turbo, restarted when a file is saved. `processes`: just run. */
  run?: 'processes' | 'watch'
  /** Every line that a process of the fleet writes. */
  onLine?: (line: string) => void
  /** Told before the services are waited for. */
  onStage?: (stage: string) => void
  /** Aborting ends a start that is under way, and takes down what had started. */
  signal?: AbortSignal
}

export interface Fleet extends FleetFacts {
  urls: { gateway: string; query: string; loki: string; management: Record<ServiceName, string> }
  /** With `run: 'processes'`: stop or start one of them. */
  services: ServiceProcesses | undefined
  postgres: { stop: () => Promise<void>; start: () => Promise<void> }
  /** Resolves when nothing is in flight and all spans and log lines have arrived. */
  quiesce: () => Promise<void>
  /** Pids that come and go while it runs: services in watch mode, Postgres' own children. */
  passing: () => ReadonlySet<number>
  /** Resolves when a part has ended that nobody stopped, saying which and how. */
  broken: Promise<string>
  stop: () => Promise<void>
}

const readyMs = 60_000

/** Starts Postgres, the telemetry backend and the three services; the one way to start a fleet. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  await using stack = new AsyncDisposableStack()
  const { ports, apiKey = createApiKey(), env = {}, signal, onLine = () => {} } = options
  const logDir = join(options.dir, 'logs')
  const broken = Promise.withResolvers<string>()
  const report = broken.resolve

  const lifeline = await startLifelineServer()
  stack.defer(() => lifeline.cut())
  lifeline.lost.then((pid) => report(`process ${pid} was killed`))
  const base = {
    ...inherited(process.env),
    ...lifeline.env,
    // Compiled code of the last start: 100 ms and 20 MB less for each process.
    NODE_COMPILE_CACHE: pathOf(new URL('node_modules/.cache/onetrace/', workspaceRoot)),
  }

  const [databases] = await Promise.all([
    startDatabases(options, { stack, report }),
    startBackendProcess({ ports, logDir, base, env: env.backend ?? {}, onLine, stack, report }),
  ])
  const facts: FleetFacts = { ports, databaseUrls: databases.urls, apiKey, logDir }
  const runDir = join(options.dir, 'run')
  const start = { facts, base, env, onLine, report, runDir, parents: lifeline.parents }
  options.onStage?.('services')
  const services = options.run === 'watch' ? undefined : startServiceProcesses(start)
  const stopServices = services?.stopAll ?? (await startTurbo(start)).stop
  stack.defer(stopServices)

  const urls = urlsOf(ports)
  await untilReady({ urls, broken: broken.promise, signal })
  const owned = stack.move()
  return {
    ...facts,
    urls,
    services,
    postgres: databases,
    passing: () => new Set([...lifeline.held, ...databases.pids()]),
    quiesce: () => quiesce(urls),
    broken: broken.promise,
    stop: () => owned.disposeAsync(),
  }
}

function urlsOf(ports: Ports): Fleet['urls'] {
  const management = serviceNames.map((name) => [name, loopback(ports[`${name}Management`])])
  return {
    gateway: loopback(ports.gateway),
    query: loopback(ports.query),
    loki: loopback(ports.loki),
    management: Object.fromEntries(management),
  }
}

interface Owner {
  stack: AsyncDisposableStack
  report: (why: string) => void
}

async function startDatabases(options: FleetOptions, { stack, report }: Owner) {
  const { databaseUrls: given = {}, ports, signal } = options
  const missing = databaseNames.filter((name) => given[name] === undefined)
  let server: PostgresServer | undefined
  async function start(): Promise<PostgresServer> {
    const started = await startPostgres({
      dataDir: join(options.dir, 'postgres'),
      port: ports.postgres,
      logFile: join(options.dir, 'postgres.log'),
      // Any process of a fleet that is killed ends the fleet; this is the one rule.
      flags: { restart_after_crash: 'off' },
      ...(signal && { signal }),
    })
    started.exited.then(({ wanted, why }) => wanted || report(`Postgres ended: ${why}`))
    return started
  }
  const stop = async () => server?.stop()
  stack.defer(stop)
  if (missing.length > 0) server = await start()
  const urls = { ...given } as Record<DatabaseName, string>
  for (const name of missing) {
    if (server) urls[name] = await server.ensureDatabase({ database: name, role: name })
  }
  return {
    urls,
    stop,
    pids: () => (server ? [server.pid] : []),
    async start() {
      server = await start()
    },
  }
}

interface ReadyOptions {
  urls: Fleet['urls']
  broken: Promise<string>
  signal: AbortSignal | undefined
}

async function untilReady({ urls, broken, signal }: ReadyOptions): Promise<void> {
  const given = new AbortController()
  broken.then((why) => given.abort(new Error(`the fleet did not start: ${why}`)))
  const either = signal ? AbortSignal.any([signal, given.signal]) : given.signal
  const wait = (name: ServiceName) =>
    until(() => expectOk(`${urls.management[name]}/readyz`), {
      what: `${name} to be ready`,
      deadlineMs: readyMs,
      signal: either,
    })
  await Promise.all(serviceNames.map(wait))
}

async function quiesce({ management, query }: Fleet['urls']): Promise<void> {
  const ask = (url: string) => expectOk(`${url}/quiesce`, 'POST')
  await Promise.all(Object.values(management).map(ask))
  await ask(query) // last: the lines and spans of the services are on their way before
}
