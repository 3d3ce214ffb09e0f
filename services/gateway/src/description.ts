import { readFileSync } from 'node:fs'
import { type RequestHandler, Router } from 'express'

const description = readFileSync(new URL('../openapi.json', import.meta.url))

/** `GET /openapi.json`: what the gateway promises, in OpenAPI 3.1. */
export function describe({ limit }: { limit: RequestHandler }): Router {
  return Router().get(
    '/openapi.json',
    limit,
    (_req, res) => void res.type('json').send(description),
  )
}
