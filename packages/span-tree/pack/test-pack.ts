/**
 * Packs the package as it would be published, installs the tarball with npm into empty folders,
 * and runs the README's examples there. `node pack/test-pack.ts`, from anywhere.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeProject, pinned, workspace } from '../../spans/pack/project.ts'
import { run } from '../../spans/pack/run.ts'
import { makeTarball } from '../../spans/pack/tarball.ts'

const packageFolder = join(import.meta.dirname, '..')
const files = join(import.meta.dirname, 'project')
const scratch = mkdtempSync(join(tmpdir(), 'span-tree-pack-'))

try {
  const tarball = makeTarball('span-tree', scratch)
  testCore(makeProject(join(scratch, 'core'), { files, packages: [tarball] }))
  const sdk = ['api', 'sdk-trace', 'resources', 'auto-instrumentations-node']
  const others = [
    'vitest',
    'express',
    '@types/node',
    ...sdk.map((name) => `@opentelemetry/${name}`),
  ]
  const packages = [tarball, ...pinned(...others)]
  const full = makeProject(join(scratch, 'full'), { files, packages })
  cpSync(join(packageFolder, 'examples'), full, { recursive: true })
  cpSync(join(import.meta.dirname, 'in-memory.test.ts'), join(full, 'in-memory.test.ts'))
  testExamples(full)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** With nothing else installed: no test framework, no OpenTelemetry. */
function testCore(folder: string): void {
  const installed = readdirSync(join(folder, 'node_modules')).filter(
    (name) => !name.startsWith('.'),
  )
  expectEqual(installed.sort().join(' '), '@onetrace munkres', 'what is installed')
  run(folder, 'node', 'core.mjs')
}

function testExamples(folder: string): void {
  run(folder, 'npx', 'vitest', 'run', 'users.vitest', 'in-memory')
  run(folder, 'node', '--test', 'users.node.test.mjs')
  run(folder, join(workspace, 'node_modules/.bin/tsc'), '-p', '.')
}

function expectEqual(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`)
}
