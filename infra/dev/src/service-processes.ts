import { type RunningProcess, until } from '@onetrace/processes'
import {
  type Environment,
  type FleetFacts,
  loopback,
  pathOf,
  serviceEnvironment,
} from './environment.ts'
import { expectReady } from './fleet-urls.ts'
import { startNodeProcess } from './node-process.ts'
import type { Replica } from './replicas.ts'
import { type ServiceName, serviceFolder, serviceNames } from './services.ts'

export interface ServicesStart {
  facts: FleetFacts
  base: NodeJS.ProcessEnv
  env: Partial<Record<ServiceName | 'all' | 'backend', Environment>>
  onLine: (line: string) => void
  report: (why: string) => void
  replicas: Replica[]
  /** Told before one of them is killed. */
  expectKill: (pid: number) => void
}

export interface ServiceProcesses {
  stop: (name: ServiceName) => Promise<void>
  /** Resolves when the service is ready; `env` adds to the variables that it had before. */
  start: (name: ServiceName, env?: Environment) => Promise<void>
  /** Stopped and started. */
  restart: (name: ServiceName, env?: Environment) => Promise<void>
  /** `kill -9`: what it had under way stays as it is. */
  kill: (name: ServiceName) => Promise<void>
  stopAll: () => Promise<void>
}

/** Starts the services as plain processes, all at once. It does not wait until they are ready. */
export function startServiceProcesses(options: ServicesStart): ServiceProcesses {
  /** The first process of a service by the service's name, and the others by their replica. */
  const running = new Map<ServiceName | Replica, RunningProcess>()

  function run(name: ServiceName, env: Environment, key: ServiceName | Replica): RunningProcess {
    const service = startService(name, options, env)
    running.set(key, service)
    service.broken.then(options.report)
    return service
  }

  async function stop(key: ServiceName | Replica): Promise<void> {
    const service = running.get(key)
    running.delete(key)
    await service?.stop()
  }

  async function start(name: ServiceName, env: Environment = {}): Promise<void> {
    const service = run(name, env, name)
    const url = loopback(options.facts.ports[`${name}Management`])
    const ended = new AbortController()
    service.broken.then((why) => ended.abort(new Error(why)))
    await until(() => expectReady(url, name, new Set([service.pid])), {
      what: `${name} to be ready`,
      deadlineMs: 120_000,
      signal: ended.signal,
    })
  }

  for (const name of serviceNames) run(name, {}, name)
  for (const replica of options.replicas) run(replica.name, replica.env, replica)
  return {
    stop,
    start,
    async restart(name, env) {
      await stop(name)
      await start(name, env)
    },
    async kill(name) {
      const service = running.get(name)
      if (!service) throw new Error(`expected ${name} to run, it was stopped`)
      running.delete(name)
      options.expectKill(service.pid)
      await service.crash()
    },
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}

function startService(
  name: ServiceName,
  { facts, base, env, onLine }: ServicesStart,
  extra: Environment,
): RunningProcess {
  return startNodeProcess({
    name,
    cwd: serviceFolder(name),
    args: [
      '--import',
      '@onetrace/telemetry/register',
      pathOf(new URL('src/main.ts', serviceFolder(name))),
    ],
    env: { ...base, ...serviceEnvironment(name, facts), ...env.all, ...env[name], ...extra },
    onLine,
  })
}
