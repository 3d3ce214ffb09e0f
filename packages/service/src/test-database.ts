import { type PostgresServer, withPostgres } from '@onetrace/postgres'
import { afterAll, beforeAll } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { createWorld } from './test-world.ts'

/** Long enough on a busy machine, too. */
export const patience = { connectMs: 120_000, statementMs: 120_000 }

export type DatabaseWorld = ReturnType<typeof createWorld> & { database: Database; url: string }

/** One Postgres for the tests of a file; each test gets a database of its own. */
export function lendDatabases() {
  let server: PostgresServer
  let stop: () => Promise<void>
  let lent = 0

  beforeAll(async () => {
    const started = Promise.withResolvers<PostgresServer>()
    const done = Promise.withResolvers<void>()
    const ended = withPostgres(async (running) => {
      started.resolve(running)
      await done.promise
    })
    ended.catch(started.reject)
    server = await started.promise
    stop = () => {
      done.resolve()
      return ended
    }
  })

  afterAll(() => stop())

  return async (fn: (world: DatabaseWorld) => Promise<void>): Promise<void> => {
    lent += 1
    const name = `test_${lent}`
    const url = await server.ensureDatabase({ database: name, role: name })
    const world = createWorld()
    const database = openDatabase({ url, name, max: 2, ...patience, ...world })
    try {
      await fn({ ...world, database, url })
    } finally {
      await database.close()
    }
  }
}
