// This is started with --import @onetrace/telemetry/register. Without it, it runs the same and makes no
// spans.
import { runService } from '@onetrace/service'
import { admitContext } from '@onetrace/telemetry'
import { Router } from 'express'
import { admission } from './admission.ts'
import { checkAuth } from './auth-check.ts'
import { readConfig } from './config.ts'
import { demoPage } from './demo-page.ts'
import { describe } from './description.ts'
import { limitRequests } from './rate-limit.ts'
import { gatewayRoutes } from './routes.ts'
import { serverTiming } from './server-timing.ts'

await runService('gateway', readConfig, ({ config, upstream }) => {
  const { usersUrl, ordersUrl, upstreamTimeoutMs: timeoutMs } = config
  admitContext(admission(config))
  const limit = limitRequests({ ...config, windowMs: 10_000 })
  const users = upstream({ name: 'users', baseUrl: usersUrl, timeoutMs })
  const orders = upstream({ name: 'orders', baseUrl: ordersUrl, timeoutMs })
  const api = gatewayRoutes({ limit, auth: checkAuth(config.apiKeys), users, orders })
  return Router().use(serverTiming, demoPage({ ...config, limit }), describe({ limit }), api)
})
