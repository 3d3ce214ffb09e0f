import { expect, test } from 'vitest'
import { builtComponent, foundComponent } from './components.ts'

test.each([
  [
    builtComponent('prometheus'),
    'prometheus, version 3.16.0 (branch: , revision: unknown)',
    '3.16.0',
  ],
  [foundComponent('loki'), 'loki, version 3.6.7 (branch: , revision: )', '3.6.7'],
  [builtComponent('jaeger'), '{"gitCommit":"","gitVersion":"v2.13.0","buildDate":""}', '2.13.0'],
] as const)('the version of $name is found in what it prints', (component, printed, version) => {
  expect(component.versionPattern.exec(printed)?.[1]).toBe(version)
})

test("Debian's loki, which is something else, has no version of ours", () => {
  expect(foundComponent('loki').versionPattern.exec('loki: unknown option --version')).toBeNull()
})
