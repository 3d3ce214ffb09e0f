import { ApiError, isRecord, isText, jsonBody } from '@onetrace/service'
import type { Logger } from '@onetrace/telemetry'
import { Router } from 'express'
import type { UserStore } from './user-store.ts'

export function userRoutes({ users, log }: { users: UserStore; log: Logger }): Router {
  const routes = Router()

  // No try/catch: express 5 hands a rejected handler to the error handler.
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

  return routes
}

export function parseNewUser(body: unknown): { name: string } {
  if (isRecord(body)) {
    const { name } = body
    if (isText(name, 200)) return { name: name.trim() }
  }
  throw new ApiError('invalid_request', 'expected JSON { name: text of 1 to 200 characters }')
}
