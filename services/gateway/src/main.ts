// Started with --import @onetrace/telemetry/register, which must patch express and http before
// their first import; this file's own imports run before its first line.
import {
  createHttpApp,
  createServiceContext,
  createUpstream,
  exitOnFatal,
  runService,
} from '@onetrace/service'
import { createLogger } from '@onetrace/telemetry'
import { Router } from 'express'
import { checkAuth } from './auth-check.ts'
import { readConfig } from './config.ts'
import { demoPage } from './demo-page.ts'
import { gatewayRoutes } from './routes.ts'
import { serverTiming } from './server-timing.ts'

const log = createLogger()
exitOnFatal(log)
const config = readConfig(process.env)
const context = createServiceContext(log)

const timeoutMs = config.upstreamTimeoutMs
const users = createUpstream({ name: 'users', baseUrl: config.usersUrl, timeoutMs })
const orders = createUpstream({ name: 'orders', baseUrl: config.ordersUrl, timeoutMs })
const api = gatewayRoutes({ auth: checkAuth(config.apiKeys), users, orders })
const routes = Router().use(demoPage(config), api)
const app = createHttpApp({ routes, before: [serverTiming], ...context })

await runService({ ...context, name: 'gateway', config, app })
