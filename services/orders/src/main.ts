// Started with --import @onetrace/telemetry/register, which must patch pg before its first
// import; this file's own imports run before its first line.
import { runService } from '@onetrace/service'
import { readConfig } from './config.ts'
import { createOrderStore } from './order-store.ts'
import { givePoints, orderPlaced } from './outbox/order-placed.ts'
import { startOutbox } from './outbox/start-outbox.ts'
import { orderRoutes } from './routes.ts'
import { createUsersClient } from './users-client.ts'

const migrations = new URL('../migrations/', import.meta.url)

await runService('orders', readConfig, async ({ config, log, metrics, ...parts }) => {
  const { usersUrl: baseUrl, usersTimeoutMs: timeoutMs, outbox: settings } = config
  const database = await parts.database({ ...config.database, migrations })
  const users = createUsersClient(parts.upstream({ name: 'users', baseUrl, timeoutMs }))
  const handlers = { [orderPlaced]: givePoints(users) }
  const outbox = startOutbox({
    settings,
    database,
    address: config.database,
    handlers,
    log,
    metrics,
  })
  parts.background('outbox', outbox)
  return orderRoutes({ orders: createOrderStore(database), users, log })
})
