// Started with --import @onetrace/telemetry/register, which must patch express, http and pg before
// their first import; this file's own imports run before its first line.
import {
  createHttpApp,
  createServiceContext,
  exitOnFatal,
  migrate,
  openDatabase,
  runService,
} from '@onetrace/service'
import { createLogger } from '@onetrace/telemetry'
import pg from 'pg'
import { readConfig } from './config.ts'
import { userRoutes } from './routes.ts'
import { createUserStore } from './user-store.ts'

const log = createLogger()
exitOnFatal(log)
const config = readConfig(process.env)
const context = createServiceContext(log)
const database = openDatabase({ url: config.databaseUrl, name: 'users', ...context })
await migrate(database, new URL('../migrations/', import.meta.url))

const users = createUserStore(database)
const app = createHttpApp({ routes: userRoutes({ users, log }), ...context })

await runService({
  ...context,
  name: 'users',
  config,
  app,
  libraries: { pg },
  checks: { database: database.ping },
  close: { database: database.close },
})
