import { type StatementLog, statementsLogged } from '@onetrace/postgres'
import { expectOk, until } from '@onetrace/processes'
import { loopback } from './environment.ts'
import type { Ports } from './ports.ts'
import type { Replica } from './replicas.ts'
import { type ServiceName, serviceNames } from './services.ts'

export interface FleetUrls {
  gateway: string
  /** The page and the Jaeger query API. */
  query: string
  loki: string
  /** Only with the real stack. */
  prometheus?: string
  /** With the real stack: the embedded backend's page, where it stands in for Loki. */
  page?: string
  /** Where the backend says, to a POST, that every log line has arrived. */
  quiesce: string
  management: Record<ServiceName, string>
  /** The management ports of all processes, in the order in which a request meets them. */
  processes: { name: ServiceName; managementUrl: string }[]
  /** The log of a Postgres that the fleet started. */
  statementLog?: StatementLog
}

/** The addresses that only the backend knows. */
export type BackendUrls = Pick<FleetUrls, 'quiesce' | 'prometheus' | 'page'>

type PartUrls = BackendUrls & Pick<FleetUrls, 'statementLog'> & { replicas: Replica[] }

const readyMs = 180_000

export function urlsOf(ports: Ports, { replicas, ...of }: PartUrls): FleetUrls {
  const urlOf = (name: ServiceName) => loopback(ports[`${name}Management`])
  const management = {
    gateway: urlOf('gateway'),
    orders: urlOf('orders'),
    users: urlOf('users'),
  } satisfies Record<ServiceName, string>
  return {
    gateway: loopback(ports.gateway),
    query: loopback(ports.query),
    loki: loopback(ports.loki),
    ...of,
    management,
    processes: serviceNames.flatMap((name) => [
      { name, managementUrl: management[name] },
      ...replicas.filter((replica) => replica.name === name),
    ]),
  }
}

interface ReadyOptions {
  urls: FleetUrls
  broken: Promise<string>
  signal: AbortSignal | undefined
  /** Pids of the fleet's processes. */
  ours: ReadonlySet<number>
}

/**
 * Asks the port who answers: it may be another program, or the same service of another fleet that
 * chose the port at the same moment.
 */
export async function expectReady(
  managementUrl: string,
  name: ServiceName,
  ours: ReadonlySet<number>,
): Promise<void> {
  const answer = await expectOk(`${managementUrl}/readyz`)
  const { service, pid } = (answer ?? {}) as { service?: unknown; pid?: unknown }
  if (service !== name) throw new Error(`${managementUrl} is ${service ?? 'something else'}`)
  if (typeof pid !== 'number' || !ours.has(pid)) {
    throw new Error(`${managementUrl} is ${name} of another fleet (pid ${pid})`)
  }
}

/** Resolves when every service says that it is ready; rejects at once when a part has ended. */
export async function untilReady({ urls, broken, signal, ours }: ReadyOptions): Promise<void> {
  const given = new AbortController()
  broken.then((why) => given.abort(new Error(`the fleet did not start: ${why}`)))
  const either = signal ? AbortSignal.any([signal, given.signal]) : given.signal
  const wait = ({ name, managementUrl }: FleetUrls['processes'][number]) =>
    until(() => expectReady(managementUrl, name, ours), {
      what: `${name} to be ready`,
      deadlineMs: readyMs,
      signal: either,
    })
  await Promise.all(urls.processes.map(wait))
}

/** Resolves when nothing is in flight and all spans and log lines have arrived. */
export async function quiesce(urls: FleetUrls): Promise<void> {
  const { processes, statementLog, quiesce: backend } = urls
  const ask = (url: string) => expectOk(url, 'POST')
  // They are asked one after the other, in the order of a request: as long as orders delivers
  // messages of earlier requests, users gets more work.
  for (const { managementUrl } of processes) await ask(`${managementUrl}/quiesce`)
  if (statementLog) await statementsLogged(statementLog)
  await ask(backend) // it is last, so that the lines and spans of the services are on their way
}
