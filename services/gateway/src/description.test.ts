import { readFileSync } from 'node:fs'
import { documentedErrors } from '@onetrace/service/testing'
import express, { type RequestHandler, type Router } from 'express'
import { expect, test } from 'vitest'
import { demoPage } from './demo-page.ts'
import { describe } from './description.ts'
import { gatewayRoutes } from './routes.ts'
import { withServer } from './test-world.ts'

const file = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')
const description = JSON.parse(file)
const pass: RequestHandler = (_req, _res, next) => next()
const nobody = () => Promise.reject(new Error('not to be called'))

/** `GET /users/{id}`, as the description writes it. */
function servedBy(routes: Router): string[] {
  return routes.stack.flatMap(({ route }) =>
    Object.keys((route as { methods?: object } | undefined)?.methods ?? {}).map(
      (method) => `${method} ${route?.path.replaceAll(/:(\w+)/g, '{$1}')}`,
    ),
  )
}

test('what is described is what is served, and the other way round', () => {
  const routers = [
    gatewayRoutes({ limit: pass, auth: pass, users: nobody, orders: nobody }),
    demoPage({ limit: pass, traceUrl: 'http://localhost:16686' }),
    describe({ limit: pass }),
  ]

  const described = Object.entries<object>(description.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  )
  expect(described.sort()).toEqual(routers.flatMap(servedBy).sort())
})

test('the codes of problems are those of the catalogs, but the one that nobody is there to read', () => {
  const common = documentedErrors(new URL('../../../packages/service/README.md', import.meta.url))
  const { client_closed_request, ...answered } = {
    ...common,
    ...documentedErrors(new URL('../../orders/README.md', import.meta.url)),
  }

  const { code } = description.components.schemas.Problem.properties
  expect(code.enum.toSorted()).toEqual(Object.keys(answered).sort())
  expect(client_closed_request).toBe(499)
})

test('the description is served as it is, to anybody', () =>
  withServer(express().use(describe({ limit: pass })), async ({ url }) => {
    const response = await fetch(`${url}/openapi.json`)

    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.text()).toBe(file)
  }))
