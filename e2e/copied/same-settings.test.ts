import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

// packages/telemetry is made to be copied, so its folder repeats settings of the workspace. These
// tests keep the two equal.
const root = join(import.meta.dirname, '../..')
const workspace = (path: string) => readFileSync(join(root, path), 'utf8')
const telemetry = (path: string) => workspace(join('packages/telemetry', path))

test('the versions of packages/telemetry are those of the catalog', () => {
  const { dependencies, devDependencies } = JSON.parse(telemetry('package.json'))
  const { catalog } = parse(workspace('pnpm-workspace.yaml'))

  const own = { ...dependencies, ...devDependencies }
  const shared = Object.keys(own).map((name) => [name, catalog[name] ?? 'not in the catalog'])

  expect(own).toEqual(Object.fromEntries(shared))
})

test('its compiler options are those of the workspace, but it checks the types of libraries too', () => {
  const { skipLibCheck, ...shared } = JSON.parse(workspace('tsconfig.base.json')).compilerOptions

  expect(JSON.parse(telemetry('tsconfig.json')).compilerOptions).toEqual(shared)
  expect(skipLibCheck).toBe(true)
})

test('its license is the one of the repository', () => {
  expect(telemetry('LICENSE')).toBe(workspace('LICENSE'))
})
