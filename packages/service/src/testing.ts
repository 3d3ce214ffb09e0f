import { withPostgres } from '@onetrace/postgres'
import { createLogger } from '@onetrace/telemetry'
import { afterAll, beforeAll } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { createServiceContext } from './service-context.ts'
import { patience } from './test-database.ts'

export { documentedErrors } from './documented-errors.ts'

export { keepingLogger, type LogLine } from './test-world.ts'

export interface SharedDatabase {
  database: Database
  url: string
}

/** One migrated database for all tests of a file; each test makes its own rows. */
export function sharedDatabase(migrations: URL): () => Database {
  const shared = sharedDatabaseWithUrl(migrations)
  return () => shared().database
}

/** The same with its address, for code that opens a connection of its own. */
export function sharedDatabaseWithUrl(migrations: URL): () => SharedDatabase {
  let shared: SharedDatabase
  let stop: () => Promise<void>

  beforeAll(async () => {
    const started = Promise.withResolvers<SharedDatabase>()
    const done = Promise.withResolvers<void>()
    const ended = withPostgres(async (server) => {
      const url = await server.ensureDatabase({ database: 'test', role: 'test' })
      const context = createServiceContext(createLogger({ level: 'silent' }))
      const opened = openDatabase({ url, name: 'test', ...patience, ...context })
      await migrate(opened, migrations)
      started.resolve({ database: opened, url })
      await done.promise
      await opened.close()
    })
    ended.catch(started.reject)
    shared = await started.promise
    stop = () => {
      done.resolve()
      return ended
    }
  })

  afterAll(() => stop())

  return () => shared
}
