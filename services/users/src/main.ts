// This is started with --import @onetrace/telemetry/register, which must patch pg before its first
// import. This file could not do so, since its imports run before its first line.
import { runService } from '@onetrace/service'
import { readConfig } from './config.ts'
import { userRoutes } from './routes.ts'
import { createUserStore } from './user-store.ts'

const migrations = new URL('../migrations/', import.meta.url)

await runService('users', readConfig, async ({ config, log, database }) => {
  const users = createUserStore(await database({ ...config.database, migrations }))
  return userRoutes({ users, log })
})
