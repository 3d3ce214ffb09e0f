import { freePorts, isFree } from '@onetrace/processes'

/** What listens, its default port and the variable that moves it in `pnpm dev`. */
export const listeners = {
  gateway: { port: 8080, variable: 'GATEWAY_PORT' },
  users: { port: 8081, variable: 'USERS_PORT' },
  orders: { port: 8082, variable: 'ORDERS_PORT' },
  gatewayManagement: { port: 8090, variable: 'GATEWAY_MANAGEMENT_PORT' },
  usersManagement: { port: 8091, variable: 'USERS_MANAGEMENT_PORT' },
  ordersManagement: { port: 8092, variable: 'ORDERS_MANAGEMENT_PORT' },
  otlp: { port: 4318, variable: 'OTLP_PORT' },
  otlpGrpc: { port: 4317, variable: 'OTLP_GRPC_PORT' },
  query: { port: 16686, variable: 'JAEGER_QUERY_PORT' },
  loki: { port: 3100, variable: 'LOKI_PORT' },
  thriftHttp: { port: 14268, variable: 'JAEGER_THRIFT_HTTP_PORT' },
  thriftCompact: { port: 6831, variable: 'JAEGER_THRIFT_COMPACT_PORT' },
  thriftBinary: { port: 6832, variable: 'JAEGER_THRIFT_BINARY_PORT' },
  postgres: { port: 5433, variable: 'POSTGRES_PORT' },
} as const

/**
 * The same with the real stack, which listens on more ports than the embedded backend. `promtail`
 * and `lokiGrpc` belong to the real Loki, and `page` to the embedded backend when it stands in for
 * Loki.
 */
export const stackListeners = {
  ...listeners,
  prometheus: { port: 9090, variable: 'PROMETHEUS_PORT' },
  promtail: { port: 9080, variable: 'PROMTAIL_PORT' },
  queryGrpc: { port: 16685, variable: 'JAEGER_QUERY_GRPC_PORT' },
  jaegerHealth: { port: 13133, variable: 'JAEGER_HEALTH_PORT' },
  jaegerMetrics: { port: 8888, variable: 'JAEGER_METRICS_PORT' },
  lokiGrpc: { port: 9095, variable: 'LOKI_GRPC_PORT' },
  page: { port: 16687, variable: 'PAGE_PORT' },
} as const

export type Listener = keyof typeof listeners
export type StackListener = keyof typeof stackListeners
export type Ports = Record<Listener, number>
export type PortsWithStack = Record<StackListener, number>

type Table<Name extends string> = Readonly<Record<Name, { port: number; variable: string }>>

/** A free port for each, chosen at random, since fleets of tests run side by side. */
export function anyPorts(): Promise<Ports> {
  return freePorts(namesOf(listeners))
}

export function anyPortsWithStack(): Promise<PortsWithStack> {
  return freePorts(namesOf(stackListeners))
}

export interface DefaultPorts<Name extends string> {
  ports: Record<Name, number>
  /** The listeners that could not get their default port. */
  moved: Name[]
}

/**
 * The default ports, or the next free one where a default is taken. A port that the environment
 * asks for is never replaced.
 *
 * @throws {Error} that names the variable when its port is not free or not a port
 */
export function defaultPorts(env: NodeJS.ProcessEnv): Promise<DefaultPorts<Listener>> {
  return defaultsOf(listeners, env)
}

export function defaultPortsWithStack(
  env: NodeJS.ProcessEnv,
): Promise<DefaultPorts<StackListener>> {
  return defaultsOf(stackListeners, env)
}

async function defaultsOf<Name extends string>(
  table: Table<Name>,
  env: NodeJS.ProcessEnv,
): Promise<DefaultPorts<Name>> {
  const names = namesOf(table)
  const wanted = (name: Name) => env[table[name].variable]
  const asked = new Set(names.filter(wanted))
  // Ports that were asked for come first, so that a default makes way for them.
  const order = [...asked, ...names.filter((name) => !asked.has(name))]
  const defaults = new Set(names.map((name) => table[name].port))
  const ports = await choose(order, async (name, isOurs) => {
    const text = wanted(name)
    const { port, variable } = table[name]
    return text ? askedFor({ name, variable, text, isOurs }) : nextFree(port, { defaults, isOurs })
  })
  const moved = names.filter((name) => !asked.has(name) && ports[name] !== table[name].port)
  return { ports, moved }
}

function namesOf<Name extends string>(table: Table<Name>): Name[] {
  return Object.keys(table) as Name[]
}

type IsOurs = (port: number) => boolean

async function choose<Name extends string>(
  names: Name[],
  choosePort: (name: Name, isOurs: IsOurs) => Promise<number>,
): Promise<Record<Name, number>> {
  const chosen = new Map<Name, number>()
  const isOurs = (port: number) => [...chosen.values()].includes(port)
  for (const name of names) chosen.set(name, await choosePort(name, isOurs))
  return Object.fromEntries(chosen) as Record<Name, number>
}

interface Asked {
  name: string
  variable: string
  text: string
  isOurs: IsOurs
}

async function askedFor({ name, variable, text, isOurs }: Asked): Promise<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new Error(`${variable}: expected a port, got "${text}"`)
  if (!isOurs(port) && (await isFree(port))) return port
  throw new Error(`${variable}: port ${port}, which ${name} needs, is taken; choose another`)
}

interface Others {
  /** These ports are left to the listeners whose default they are. */
  defaults: ReadonlySet<number>
  isOurs: IsOurs
}

async function nextFree(first: number, { defaults, isOurs }: Others): Promise<number> {
  for (let port = first; port < first + 1000; port += 1) {
    const othersDefault = port !== first && defaults.has(port)
    if (!othersDefault && !isOurs(port) && (await isFree(port))) return port
  }
  throw new Error(`expected a free port from ${first} to ${first + 999}, found none`)
}
