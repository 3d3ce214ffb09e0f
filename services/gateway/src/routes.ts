import type { Upstream } from '@onetrace/service'
import express, { type RequestHandler, Router } from 'express'
import { forwardTo } from './forward.ts'

export interface GatewayRoutesDeps {
  auth: RequestHandler
  users: Upstream
  orders: Upstream
  allowedBaggage: readonly string[]
}

/** As it came, for whoever parses it; the limit is a little above the services' own. */
const rawBody = express.raw({ type: () => true, limit: '100kb' })

/** The public API: which service answers what. */
export function gatewayRoutes({ auth, allowedBaggage, ...to }: GatewayRoutesDeps): Router {
  const routes = Router()
  const toUsers = [auth, rawBody, forwardTo(to.users, allowedBaggage)]
  const toOrders = [auth, rawBody, forwardTo(to.orders, allowedBaggage)]

  routes.post('/users', toUsers)
  routes.get('/users/:id', toUsers)
  routes.post('/orders', toOrders)
  routes.get('/orders/:id', toOrders)
  routes.get('/users/:id/orders', toOrders)

  return routes
}
