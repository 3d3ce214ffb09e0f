import { expect, test } from 'vitest'
import { ApiError, commonErrors, errorsOf, toCallerError } from './api-error.ts'
import { documentedErrors } from './documented-errors.ts'

class ShopError extends errorsOf({ sold_out: 410 }) {}

test.each([
  [new ApiError('not_found', 'no order 7'), { name: 'ApiError', code: 'not_found', status: 404 }],
  [new ShopError('sold_out', 'no tea'), { name: 'ShopError', code: 'sold_out', status: 410 }],
])('%o, common or a service’s own, stays what it is', (error, expected) => {
  expect(toCallerError(error)).toBe(error)
  expect(error).toMatchObject(expected)
})

test.each([
  new Error('password is hush'),
  Object.assign(new Error('teapot'), { status: 418 }),
  Object.assign(new Error('hush'), { type: 'toString' }),
  'hush',
  undefined,
])('%o becomes an opaque 500 that keeps its cause for the log', (thrown) => {
  const { code, status, message, cause } = toCallerError(thrown)

  expect({ code, status, message, cause }).toEqual({
    code: 'internal',
    status: 500,
    message: 'internal error',
    cause: thrown,
  })
})

test('the table of the README is the catalog', () => {
  expect(documentedErrors(new URL('../README.md', import.meta.url))).toEqual(commonErrors)
})
