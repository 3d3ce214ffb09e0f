import { type EnvReader, readDatabaseConfig, readEnv, readServiceConfig } from '@onetrace/service'

/** Environment variables of the users service; throws a `ConfigError` that names every bad one. */
export function readConfig(env: Record<string, string | undefined>) {
  return readEnv(env, (from: EnvReader) => ({
    ...readServiceConfig(from, { port: 8081, management: 8091 }),
    database: readDatabaseConfig(from),
  }))
}
