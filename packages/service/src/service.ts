import { assertInstrumented, createLogger, type Logger, type Metrics } from '@onetrace/telemetry'
import express, { type Router } from 'express'
import { type Database, openDatabase } from './database.ts'
import { exitOnFatal } from './exit-on-fatal.ts'
import { createHttpApp } from './http-app.ts'
import { migrate } from './migrate.ts'
import { onceThere } from './once-there.ts'
import { type BackgroundWork, type ServeOptions, serve } from './serve.ts'
import type { DatabaseConfig, ServiceConfig } from './service-config.ts'
import { createServiceContext, type ServiceContext } from './service-context.ts'
import { createUpstream } from './upstream.ts'

/** What a service can use to make its routes. */
export interface ServiceParts<Config> {
  config: Config
  log: Logger
  metrics: Metrics
  /**
   * The service's own database, migrated; `/readyz` asks it, and it is closed in the end. One that
   * is away is waited for.
   */
  database: (options: DatabaseConfig & { migrations: URL }) => Promise<Database>
  /** Calls to another service. */
  upstream: typeof createUpstream
  /** What requests leave to be done later: `/quiesce` waits for it, the drain stops it. */
  background: (name: string, work: BackgroundWork) => void
}

type Environment = Record<string, string | undefined>

/**
 * Runs the whole process of a service: reads its environment, makes the routes, listens, and
 * drains. An error on the way becomes one line of the log, and the process ends with 1.
 *
 * @example await runService('users', readConfig, async ({ config, log, database }) => {
 *   const users = createUserStore(await database({ ...config.database, migrations }))
 *   return userRoutes({ users, log })
 * })
 */
export async function runService<Config extends ServiceConfig>(
  name: string,
  readConfig: (env: Environment) => Config,
  createRoutes: (parts: ServiceParts<Config>) => Router | Promise<Router>,
): Promise<void> {
  const log = createLogger()
  exitOnFatal(log)
  const config = readConfig(process.env)
  assertInstrumented({ express })
  const context = createServiceContext(log)
  const held: Held = { checks: {}, background: {}, close: {} }
  const routes = await createRoutes({
    config,
    log,
    metrics: context.metrics,
    database: databaseOpener(name, context, held),
    upstream: createUpstream,
    background: (what, work) => {
      held.background[what] = work
    },
  })
  await serve({
    ...context,
    ...held,
    name,
    config,
    app: createHttpApp({ routes, proxies: config.proxies, ...context }),
  })
}

/** What the process has opened: `/readyz` asks it, and the drain closes it. */
type Held = Pick<ServeOptions, 'checks' | 'background' | 'close'>

function databaseOpener(
  name: string,
  context: ServiceContext,
  { checks, close }: Held,
): ServiceParts<unknown>['database'] {
  return async ({ migrations, ...options }) => {
    const database = openDatabase({ ...options, name, ...context })
    await onceThere(() => migrate(database, migrations), context.log)
    checks.database = database.ping
    close.database = database.close
    return database
  }
}
