import { fileURLToPath } from 'node:url'
import { loopbackDirect } from '@onetrace/processes'
import type { ApiKey } from './api-key.ts'
import type { Ports } from './ports.ts'
import { type DatabaseName, type ServiceName, serviceNames } from './services.ts'

export type Environment = Record<string, string>

export interface FleetFacts {
  ports: Ports
  databaseUrls: Record<DatabaseName, string>
  apiKey: ApiKey
  logDir: string
}

/** A caller may name a tenant in the baggage; each span and line of the request then shows it. */
const demoBaggage = 'tenant'

/** The environment of each service; its `config.ts` has the meaning of the variables. */
export function serviceEnvironment(name: ServiceName, facts: FleetFacts): Environment {
  const { ports, databaseUrls, apiKey, logDir } = facts
  const own: Record<ServiceName, Environment> = {
    gateway: {
      USERS_URL: loopback(ports.users),
      ORDERS_URL: loopback(ports.orders),
      API_KEYS: apiKey.entry,
      BAGGAGE_ALLOWED: demoBaggage,
      TRACE_URL: `http://localhost:${ports.query}`,
    },
    orders: { USERS_URL: loopback(ports.users), DATABASE_URL: databaseUrls.orders },
    users: { DATABASE_URL: databaseUrls.users },
  }
  return {
    PORT: String(ports[name]),
    MANAGEMENT_PORT: String(ports[`${name}Management`]),
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: loopback(ports.otlp),
    // These are for OTEL_TRACES_EXPORTER=jaeger, which sends UDP unless it has an endpoint.
    OTEL_EXPORTER_JAEGER_AGENT_HOST: '127.0.0.1',
    OTEL_EXPORTER_JAEGER_AGENT_PORT: String(ports.thriftBinary),
    // It exports ten times a second instead of every five seconds, since somebody waits for the
    // trace.
    OTEL_BSP_SCHEDULE_DELAY: '100',
    LOG_DIR: logDir,
    BAGGAGE_FIELDS: demoBaggage,
    QUERY_FIELDS: 'limit,cursor',
    DRAIN_TIMEOUT: '1500', // a fleet ends within three seconds of Ctrl-C
    ...own[name],
  }
}

export function backendEnvironment({ ports, logDir }: Omit<FleetFacts, 'databaseUrls' | 'apiKey'>) {
  return {
    OTLP_PORT: String(ports.otlp),
    OTLP_GRPC_PORT: String(ports.otlpGrpc),
    JAEGER_QUERY_PORT: String(ports.query),
    LOKI_PORT: String(ports.loki),
    JAEGER_THRIFT_HTTP_PORT: String(ports.thriftHttp),
    JAEGER_THRIFT_COMPACT_PORT: String(ports.thriftCompact),
    JAEGER_THRIFT_BINARY_PORT: String(ports.thriftBinary),
    LOG_DIR: logDir,
    SCRAPE_TARGETS: serviceNames
      .map((name) => `${name}=${loopback(ports[`${name}Management`])}/metrics`)
      .join(' '),
    SCRAPE_INTERVAL: '2s', // short, since somebody is looking at the page
  }
}

/**
 * For `pnpm dev`, which serves the requests of one person. A young generation of 1 MB instead of 16
 * makes each process some 20 MB smaller. Under load it would cost throughput.
 */
export const smallHeap = '--max-semi-space-size=1'

/**
 * The caller's own environment, without variables that would reach all services at once (a PORT
 * from the shell) or change what is measured (NODE_OPTIONS of a test runner). All calls of a fleet
 * stay on the loopback, also when the environment names a proxy.
 */
export function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const left = [
    'PORT',
    'HOST',
    'MANAGEMENT_PORT',
    'DATABASE_URL',
    'LOG_DIR',
    'NODE_OPTIONS',
    'NODE_ENV',
  ]
  const kept = Object.entries(env).filter(
    ([key]) => !left.includes(key) && !/^(VITEST|OTEL_)/.test(key),
  )
  return loopbackDirect(Object.fromEntries(kept))
}

export function pathOf(url: URL): string {
  return fileURLToPath(url)
}

export function loopback(port: number): string {
  return `http://127.0.0.1:${port}`
}
