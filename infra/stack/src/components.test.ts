import { expect, test } from 'vitest'
import { componentOf } from './components.ts'

test.each([
  ['prometheus', 'prometheus, version 3.16.0 (branch: , revision: unknown)', '3.16.0'],
  ['loki', 'loki, version 3.6.7 (branch: , revision: )', '3.6.7'],
  ['jaeger', '{"gitCommit":"","gitVersion":"v2.13.0","buildDate":""}', '2.13.0'],
] as const)('the version of %s is found in what it prints', (name, printed, version) => {
  expect(componentOf(name).versionPattern.exec(printed)?.[1]).toBe(version)
})

test("Debian's loki, which is something else, has no version of ours", () => {
  expect(componentOf('loki').versionPattern.exec('loki: unknown option --version')).toBeNull()
})
