import { ApiError, callerGone, isUuid, jsonBody } from '@onetrace/service'
import { instrument, type Logger, withSpan } from '@onetrace/telemetry'
import { Router } from 'express'
import { OrderError } from './errors.ts'
import { parseIdempotencyKey, parseNewOrder } from './new-order.ts'
import type { Order, OrderStore, Placed, Placement } from './order-store.ts'
import type { UsersClient } from './users-client.ts'

export interface OrderRoutesDeps {
  orders: OrderStore
  users: Pick<UsersClient, 'exists'>
  log: Logger
}

export function orderRoutes({ orders, users, log }: OrderRoutesDeps): Router {
  const routes = Router()
  const placeOrder = orderPlacer(orders)

  // No try/catch: express 5 hands a rejected handler to the error handler.
  routes.post('/orders', jsonBody, async (req, res) => {
    const draft = parseNewOrder(req.body)
    const idempotencyKey = parseIdempotencyKey(req.get('idempotency-key'))
    const caller = req.get('x-caller') ?? 'anonymous'
    const placement = { draft, caller, idempotencyKey }
    // A repeat is answered without users. The index still decides between two that come together.
    const earlier = await orders.replay(placement)
    if (!earlier && !(await users.exists(draft.userId, callerGone(res)))) {
      throw new OrderError('user_not_found', `no user ${draft.userId}`)
    }
    const { order, outcome } = earlier ? unlessConflict(earlier) : await placeOrder(placement)
    if (outcome === 'replayed') res.set('idempotent-replayed', 'true')
    log.info({ orderId: order.id, outcome }, 'order placed')
    res.status(201).location(`/orders/${order.id}`).json(order)
  })

  routes.get('/orders/:id', async (req, res) => {
    const order = await orders.find(req.params.id)
    if (!order) throw new ApiError('not_found', `no order ${req.params.id}`)
    res.json(order)
  })

  routes.get('/users/:id/orders', async (req, res) => {
    const userId = req.params.id
    const page = parsePage(req.query)
    if (!(await users.exists(userId, callerGone(res)))) {
      throw new ApiError('not_found', `no user ${userId}`)
    }
    // One more than asked for tells whether there is a next page.
    const found = await orders.list({ userId, limit: page.limit + 1, before: page.before })
    log.info({ userId, count: Math.min(found.length, page.limit) }, 'orders listed')
    res.type('json').send(serializePage(found, page.limit))
  })

  return routes
}

function orderPlacer(orders: OrderStore) {
  return instrument(async (placement: Placement) => unlessConflict(await orders.place(placement)), {
    name: 'place_order',
    fields: ({ draft }) => ({ 'order.quantity': draft.quantity }),
  })
}

function unlessConflict(placed: Placed) {
  if (placed.outcome !== 'conflict') return placed
  throw new OrderError('idempotency_conflict', 'Idempotency-Key was used for another body')
}

/** In a span of its own: at a glance, how long checking, querying and serializing took. */
function serializePage(found: Order[], limit: number): string {
  const attributes = { 'orders.count': Math.min(found.length, limit) }
  return withSpan('serialize', { attributes }, () => {
    const orders = found.slice(0, limit)
    const nextCursor = found.length > limit ? orders.at(-1)?.id : undefined
    return JSON.stringify({ orders, nextCursor })
  })
}

interface Page {
  limit: number
  before: string | undefined
}

export function parsePage({ limit = '20', cursor }: Record<string, unknown>): Page {
  const count = typeof limit === 'string' && /^\d{1,3}$/.test(limit) ? Number(limit) : 0
  if (count < 1 || count > 100) throw new ApiError('invalid_request', 'expected limit of 1 to 100')
  if (cursor === undefined || isUuid(cursor)) return { limit: count, before: cursor }
  throw new ApiError('invalid_request', 'expected cursor to be the nextCursor of a page')
}
