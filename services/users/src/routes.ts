import { ApiError, isRecord, isText, isUuid, jsonBody } from '@onetrace/service'
import type { Logger } from '@onetrace/telemetry'
import { Router } from 'express'
import type { PointsMessage, UserStore } from './user-store.ts'

export function userRoutes({ users, log }: { users: UserStore; log: Logger }): Router {
  const routes = Router()

  // Handlers need no try/catch: express 5 passes a rejection on to the error handler.
  routes.post('/users', jsonBody, async (req, res) => {
    const user = await users.insert(parseNewUser(req.body))
    log.info({ userId: user.id }, 'user created')
    res.status(201).location(`/users/${user.id}`).json(user)
  })

  routes.get('/users/:id', async (req, res) => {
    const user = await users.find(req.params.id)
    if (!user) throw new ApiError('not_found', `no user ${req.params.id}`)
    log.info({ userId: user.id }, 'user found')
    res.json(user)
  })

  // This route is for services only: the gateway does not forward to it.
  routes.post<{ id: string }>('/users/:id/points', jsonBody, async (req, res) => {
    const message = parsePoints(req.body)
    const added = await users.addPoints(req.params.id, message)
    if (added.outcome === 'no_user') throw new ApiError('not_found', `no user ${req.params.id}`)
    const { outcome, user } = added
    if (outcome === 'replayed') res.set('idempotent-replayed', 'true')
    log.info({ userId: user.id, ...message, outcome }, 'points added')
    res.json({ id: user.id, points: user.points })
  })

  return routes
}

export function parseNewUser(body: unknown): { name: string } {
  if (isRecord(body)) {
    const { name } = body
    if (isText(name, 200)) return { name: name.trim() }
  }
  throw new ApiError('invalid_request', 'expected JSON { name: text of 1 to 200 characters }')
}

export function parsePoints(body: unknown): PointsMessage {
  if (isRecord(body)) {
    const { messageId, points } = body
    if (isUuid(messageId) && isPoints(points)) return { messageId, points }
  }
  throw new ApiError('invalid_request', 'expected JSON { messageId: UUID, points: 1 to 1000 }')
}

function isPoints(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000
}
