// Started with --import @onetrace/telemetry/register, which must patch express, http and pg before
// their first import; this file's own imports run before its first line.
import {
  createHttpApp,
  createServiceContext,
  createUpstream,
  exitOnFatal,
  migrate,
  openDatabase,
  runService,
} from '@onetrace/service'
import { createLogger } from '@onetrace/telemetry'
import pg from 'pg'
import { readConfig } from './config.ts'
import { createOrderStore } from './order-store.ts'
import { orderRoutes } from './routes.ts'
import { createUsersClient } from './users-client.ts'

const log = createLogger()
exitOnFatal(log)
const config = readConfig(process.env)
const context = createServiceContext(log)
const database = openDatabase({ url: config.databaseUrl, name: 'orders', ...context })
await migrate(database, new URL('../migrations/', import.meta.url))

const { usersUrl: baseUrl, usersTimeoutMs: timeoutMs } = config
const users = createUsersClient(createUpstream({ name: 'users', baseUrl, timeoutMs }))
const orders = createOrderStore(database)
const app = createHttpApp({ routes: orderRoutes({ orders, users, log }), ...context })

await runService({
  ...context,
  name: 'orders',
  config,
  app,
  libraries: { pg },
  checks: { database: database.ping },
  close: { database: database.close },
})
