import { ApiError } from '@onetrace/service'
import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, type RateLimitInfo, rateLimit } from 'express-rate-limit'
import { type ApiKeys, callerOf, keyOf } from './api-keys.ts'

export interface RateLimits {
  apiKeys: ApiKeys
  /** Requests of one caller within a window. */
  perCaller: number
  /** Requests from one address within a window, without an API key or with an unknown one. */
  perStranger: number
  windowMs: number
}

/**
 * 429 for whoever asks too often, before anything is done for him. A caller's keys count together, and
 * of IPv6 a whole /56 network, which one customer has.
 */
export function limitRequests(limits: RateLimits): RequestHandler {
  const { apiKeys, perCaller, perStranger, windowMs } = limits
  const caller = (req: Request) => callerOf(apiKeys, keyOf(req.get('authorization')))
  return rateLimit({
    windowMs,
    limit: (req) => (caller(req) ? perCaller : perStranger),
    keyGenerator: (req) => whose(caller(req)?.name, req.ip),
    handler: (req, res) => refuse(req, res, windowMs),
    standardHeaders: false,
    legacyHeaders: false,
    validate: false, // its checks print to the console; the address is checked by our own tests
  })
}

/** Two namespaces: nobody can name a caller like an address. */
function whose(caller: string | undefined, address: string | undefined): string {
  return caller === undefined ? `stranger ${ipKeyGenerator(address ?? '', 56)}` : `caller ${caller}`
}

function refuse(req: Request, res: Response, windowMs: number): never {
  const { resetTime } = (req as Request & { rateLimit: RateLimitInfo }).rateLimit
  const waitMs = resetTime ? resetTime.getTime() - Date.now() : windowMs
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  res.set('retry-after', String(seconds)) // RFC 6585, 4
  throw new ApiError('too_many_requests', `too many requests, try again in ${seconds} s`)
}
