import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ApiError, errorCatalogue, toApiError } from './api-error.ts'

test('an API error stays what it is', () => {
  const error = new ApiError('not_found', 'no order 7')

  expect(toApiError(error)).toBe(error)
  expect(error.status).toBe(404)
})

test.each([
  new Error('password is hush'),
  Object.assign(new Error('teapot'), { status: 418 }),
  Object.assign(new Error('hush'), { type: 'toString' }),
  'hush',
  undefined,
])('%o becomes an opaque 500 that keeps its cause for the log', (thrown) => {
  const { code, status, message, cause } = toApiError(thrown)

  expect({ code, status, message, cause }).toEqual({
    code: 'internal',
    status: 500,
    message: 'internal error',
    cause: thrown,
  })
})

test('the table of the README is the catalogue', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

  const rows = [...readme.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ])

  expect(rows).toEqual(Object.entries(errorCatalogue))
})
