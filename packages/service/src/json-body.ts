import type { RequestHandler } from 'express'
import { ApiError } from './api-error.ts'
import { hasBody, wholeBody } from './read-body.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

const limit = 64 * 1024

/**
 * Parses a JSON body, of whatever shape; undefined without a body. Mounted on a route instead of the
 * app, so that a body that does not parse is an error of `POST /orders` and not of an unnamed route.
 */
export const jsonBody: RequestHandler = async (req, res, next) => {
  if (hasBody(req)) assertJson(req.headers['content-type'])
  const body = await wholeBody(req, res, limit)
  req.body = body && parsed(decoded(body))
  next()
}

/** RFC 8259 knows no charset but UTF-8; RFC 6839 names what else is JSON. */
function assertJson(contentType: string | undefined): void {
  if (contentType === undefined) throw notJson('none')
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase())
  if (!/^application\/(?:json|[\w.-]+\+json)$/.test(type)) throw notJson(`"${type.slice(0, 100)}"`)
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  if (charset === undefined || /^charset="?utf-?8"?$/.test(charset)) return
  throw new ApiError('unsupported_media_type', 'expected charset utf-8 or none')
}

function notJson(came: string): ApiError {
  return new ApiError(
    'unsupported_media_type',
    `expected content-type application/json, got ${came}`,
  )
}

function decoded(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch (cause) {
    throw new ApiError('invalid_request', 'expected a body in UTF-8', { cause })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = 'expected a JSON body, got one that does not parse'
    throw new ApiError('invalid_request', message, { cause })
  }
}
