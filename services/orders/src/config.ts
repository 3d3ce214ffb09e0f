import { type EnvReader, readDatabaseConfig, readEnv, readServiceConfig } from '@onetrace/service'
import { readOutboxSettings } from './outbox/settings.ts'

/** Environment variables of the orders service; throws a `ConfigError` that names every bad one. */
export function readConfig(env: Record<string, string | undefined>) {
  return readEnv(env, (from: EnvReader) => {
    // Shorter than the gateway's, so that the nearest caller is the one to tell.
    const usersTimeoutMs = from.milliseconds('USERS_TIMEOUT', 2000)
    return {
      ...readServiceConfig(from, { port: 8082, management: 8092 }),
      database: readDatabaseConfig(from),
      usersUrl: from.url('USERS_URL', 'http://127.0.0.1:8081'),
      usersTimeoutMs,
      outbox: readOutboxSettings(from, usersTimeoutMs),
    }
  })
}
