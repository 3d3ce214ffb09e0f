import { documentedErrors } from '@onetrace/service/testing'
import { expect, test } from 'vitest'
import { orderErrors } from './errors.ts'

test('the README lists the error codes of this service', () => {
  expect(documentedErrors(new URL('../README.md', import.meta.url))).toEqual(orderErrors)
})
