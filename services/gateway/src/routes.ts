import { readBody, type Upstream } from '@onetrace/service'
import { type RequestHandler, Router } from 'express'
import { forwardTo } from './forward.ts'

export interface GatewayRoutesDeps {
  limit: RequestHandler
  auth: RequestHandler
  users: Upstream
  orders: Upstream
}

/** The body as it came, for the service that parses it; services have a slightly lower limit. */
const rawBody = readBody({ limit: 100 * 1024 })

/** The public API: which service answers what. */
export function gatewayRoutes({ limit, auth, users, orders }: GatewayRoutesDeps): Router {
  const routes = Router()
  const toUsers = [limit, auth, rawBody, forwardTo(users)]
  const toOrders = [limit, auth, rawBody, forwardTo(orders)]

  routes.post('/users', toUsers)
  routes.get('/users/:id', toUsers)
  routes.post('/orders', toOrders)
  routes.get('/orders/:id', toOrders)
  routes.get('/users/:id/orders', toOrders)
  routes.use(limit) // what no route takes costs spans and lines too

  return routes
}
