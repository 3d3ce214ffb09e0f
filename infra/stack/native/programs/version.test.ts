import { expect, test } from 'vitest'
import { compareVersions, isSuitable } from './version.ts'

test.each([
  ['1.26', '1.26.7', -1],
  ['1.26.8', '1.26.7', 1],
  ['1.9', '1.26', -1],
  ['1.26', '1.26.0', 0],
] as const)('Go %s compared with %s is %i', (a, b, expected) => {
  expect(compareVersions(a, b)).toBe(expected)
})

test('another minor version is taken, another major version or none is not', () => {
  const verdicts = ['3.5.0', '2.42.0', undefined].map((found) => isSuitable(found, '3.16.0'))

  expect(verdicts).toEqual([true, false, false])
})
