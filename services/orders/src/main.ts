// Started with --import @onetrace/telemetry/register, which must patch express, http and pg before
// their first import; this file's own imports run before its first line.
import { runService } from '@onetrace/service'
import { readConfig } from './config.ts'
import { createOrderStore } from './order-store.ts'
import { orderRoutes } from './routes.ts'
import { createUsersClient } from './users-client.ts'

const migrations = new URL('../migrations/', import.meta.url)

await runService('orders', readConfig, async ({ config, log, database, upstream }) => {
  const { databaseUrl: url, usersUrl: baseUrl, usersTimeoutMs: timeoutMs } = config
  const orders = createOrderStore(await database({ url, migrations }))
  const users = createUsersClient(upstream({ name: 'users', baseUrl, timeoutMs }))
  return orderRoutes({ orders, users, log })
})
