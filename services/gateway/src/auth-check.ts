import { ApiError } from '@onetrace/service'
import { withSpan } from '@onetrace/telemetry'
import type { RequestHandler } from 'express'
import { type ApiKeys, callerOf, keyOf } from './api-keys.ts'

/**
 * Lets only callers with a known `Authorization: Bearer <key>` pass, and notes the caller's name.
 */
export function checkAuth(keys: ApiKeys): RequestHandler {
  return (req, res, next) => {
    res.locals.caller = withSpan('auth_check', () => authenticate(keys, req.get('authorization')))
    next()
  }
}

function authenticate(keys: ApiKeys, header: string | undefined): string {
  const key = keyOf(header)
  if (key === undefined) {
    throw new ApiError('unauthorized', 'expected header "Authorization: Bearer <key>"')
  }
  const caller = callerOf(keys, key)
  if (caller === undefined) throw new ApiError('unauthorized', 'the API key is not known')
  return caller.name
}
