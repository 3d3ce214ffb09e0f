import { withPostgres } from '@onetrace/postgres'
import { createLogger } from '@onetrace/telemetry'
import { afterAll, beforeAll } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { createServiceContext } from './service-context.ts'
import { patience } from './test-database.ts'

export { documentedErrors } from './documented-errors.ts'

/** One migrated database for the tests of a file, each of which makes its own rows. */
export function sharedDatabase(migrations: URL): () => Database {
  let database: Database
  let stop: () => Promise<void>

  beforeAll(async () => {
    const started = Promise.withResolvers<Database>()
    const done = Promise.withResolvers<void>()
    const ended = withPostgres(async (server) => {
      const url = await server.ensureDatabase({ database: 'test', role: 'test' })
      const context = createServiceContext(createLogger({ level: 'silent' }))
      const opened = openDatabase({ url, name: 'test', ...patience, ...context })
      await migrate(opened, migrations)
      started.resolve(opened)
      await done.promise
      await opened.close()
    })
    ended.catch(started.reject)
    database = await started.promise
    stop = () => {
      done.resolve()
      return ended
    }
  })

  afterAll(() => stop())

  return () => database
}
