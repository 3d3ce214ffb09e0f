import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { freePort } from '@onetrace/postgres'

/** What listens, its default port and the variable that moves it in `pnpm dev`. */
export const listeners = {
  gateway: { port: 8080, variable: 'GATEWAY_PORT' },
  users: { port: 8081, variable: 'USERS_PORT' },
  orders: { port: 8082, variable: 'ORDERS_PORT' },
  gatewayManagement: { port: 8090, variable: 'GATEWAY_MANAGEMENT_PORT' },
  usersManagement: { port: 8091, variable: 'USERS_MANAGEMENT_PORT' },
  ordersManagement: { port: 8092, variable: 'ORDERS_MANAGEMENT_PORT' },
  otlp: { port: 4318, variable: 'OTLP_PORT' },
  query: { port: 16686, variable: 'JAEGER_QUERY_PORT' },
  loki: { port: 3100, variable: 'LOKI_PORT' },
  thriftHttp: { port: 14268, variable: 'JAEGER_THRIFT_HTTP_PORT' },
  thriftCompact: { port: 6831, variable: 'JAEGER_THRIFT_COMPACT_PORT' },
  thriftBinary: { port: 6832, variable: 'JAEGER_THRIFT_BINARY_PORT' },
  postgres: { port: 5433, variable: 'POSTGRES_PORT' },
} as const

export type Listener = keyof typeof listeners
export type Ports = Record<Listener, number>

const names = Object.keys(listeners) as Listener[]

/** A free port for each, chosen at random: fleets of tests run side by side. */
export async function anyPorts(): Promise<Ports> {
  return choose(async (_name, isOurs) => {
    for (;;) {
      const port = await freePort()
      if (!isOurs(port)) return port
    }
  })
}

export interface DefaultPorts {
  ports: Ports
  /** Those that could not have their default. */
  moved: Listener[]
}

/**
 * The default ports, or the next free one where something else has it. A port that the environment
 * asks for is taken at its word.
 *
 * @throws {Error} that names the variable when its port is not free or not a port
 */
export async function defaultPorts(env: NodeJS.ProcessEnv): Promise<DefaultPorts> {
  const wanted = (name: Listener) => env[listeners[name].variable]
  const asked = new Set(names.filter(wanted))
  // Those that were asked for first: a default makes way for them.
  const order = [...asked, ...names.filter((name) => !asked.has(name))]
  const ports = await choose(async (name, isOurs) => {
    const text = wanted(name)
    return text ? askedFor({ name, text, isOurs }) : nextFree(listeners[name].port, isOurs)
  }, order)
  const moved = names.filter((name) => !asked.has(name) && ports[name] !== listeners[name].port)
  return { ports, moved }
}

type Choose = (name: Listener, isOurs: (port: number) => boolean) => Promise<number>

async function choose(choosePort: Choose, order = names): Promise<Ports> {
  const chosen: Partial<Ports> = {}
  const isOurs = (port: number) => Object.values(chosen).includes(port)
  for (const name of order) chosen[name] = await choosePort(name, isOurs)
  return chosen as Ports
}

interface Asked {
  name: Listener
  text: string
  isOurs: (port: number) => boolean
}

async function askedFor({ name, text, isOurs }: Asked): Promise<number> {
  const { variable } = listeners[name]
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new Error(`${variable}: expected a port, got "${text}"`)
  if (!isOurs(port) && (await isFree(port))) return port
  throw new Error(`${variable}: port ${port}, which ${name} needs, is taken; choose another`)
}

async function nextFree(first: number, isOurs: (port: number) => boolean): Promise<number> {
  const defaults = new Set<number>(Object.values(listeners).map(({ port }) => port))
  for (let port = first; port < first + 1000; port += 1) {
    const othersDefault = port !== first && defaults.has(port)
    if (!othersDefault && !isOurs(port) && (await isFree(port))) return port
  }
  throw new Error(`expected a free port from ${first} to ${first + 999}, found none`)
}

/** On both loopbacks, since `localhost` means ::1 first to most clients; for TCP and for UDP. */
async function isFree(port: number): Promise<boolean> {
  const tcp = (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
  return tcp && canBindUdp(port)
}

function canBindUdp(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const probe = createSocket('udp4')
  probe.once('error', () => probe.close(() => resolve(false)))
  probe.bind({ port, address: '127.0.0.1', exclusive: true }, () =>
    probe.close(() => resolve(true)),
  )
  return promise
}

function canListen(port: number, host: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const probe = createServer()
  probe.once('error', (err: NodeJS.ErrnoException) => {
    if (err.code === 'EADDRINUSE' || err.code === 'EACCES') resolve(false)
    else if (err.code === 'EADDRNOTAVAIL' || err.code === 'EAFNOSUPPORT')
      resolve(true) // no IPv6
    else reject(err)
  })
  probe.listen({ port, host, ipv6Only: host === '::1' }, () => probe.close(() => resolve(true)))
  return promise
}
