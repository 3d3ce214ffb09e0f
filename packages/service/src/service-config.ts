import type { EnvReader } from './read-env.ts'

/** What every service's process is configured with. */
export interface ServiceConfig {
  host: string
  port: number
  managementHost: string
  managementPort: number
  drainMs: number
  /** Proxies before it whose `X-Forwarded-For` counts. */
  proxies: number
}

export function readServiceConfig(
  from: EnvReader,
  ports: { port: number; management: number },
): ServiceConfig {
  return {
    host: from.text('HOST', '127.0.0.1'),
    port: from.port('PORT', ports.port),
    managementHost: from.text('MANAGEMENT_HOST', '127.0.0.1'),
    managementPort: from.port('MANAGEMENT_PORT', ports.management),
    drainMs: from.milliseconds('DRAIN_TIMEOUT', 10_000),
    proxies: from.count('TRUSTED_PROXIES', { least: 0, most: 10, fallback: 0 }),
  }
}

/** Where a service's own database is, and how long it is waited for. */
export interface DatabaseConfig {
  url: string
  connectMs: number
  statementMs: number
}

export function readDatabaseConfig(from: EnvReader): DatabaseConfig {
  return {
    url: from.url('DATABASE_URL'),
    connectMs: from.milliseconds('DATABASE_CONNECT_TIMEOUT', 2000),
    statementMs: from.milliseconds('DATABASE_STATEMENT_TIMEOUT', 5000),
  }
}
