/**
 * Packs the package as it would be published, installs the tarball with npm into empty folders,
 * and runs the README's examples there. `node pack/test-pack.ts`, from anywhere.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeProject, pinned, workspace } from '../../spans/pack/project.ts'
import { expectEqual, expectPublicFace } from '../../spans/pack/public-face.ts'
import { run } from '../../spans/pack/run.ts'
import { makeTarball } from '../../spans/pack/tarball.ts'

const packageFolder = join(import.meta.dirname, '..')
const files = join(import.meta.dirname, 'project')
const scratch = mkdtempSync(join(tmpdir(), 'span-tree-pack-'))

try {
  const tarball = makeTarball('span-tree', scratch)
  testCore(makeProject(join(scratch, 'core'), { files, packages: [tarball] }))
  for (const version of oldestOfEachMajor()) testMatchers(tarball, version)
  testExamples(tarball)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** Nothing else is installed here, neither a test framework nor OpenTelemetry. */
function testCore(folder: string): void {
  const modules = readdirSync(join(folder, 'node_modules'))
  const installed = modules.filter((name) => !name.startsWith('.')).sort()
  expectEqual(installed.join(' '), '@onetrace munkres', 'what is installed')
  expectPublicFace(folder, '@onetrace/span-tree', {
    entries: ['.', './vitest', './jest', './receiver'],
    files: ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json'],
  })
  run(folder, 'node', 'core.mjs')
}

/** The versions to try come from the range of the peer dependency, so that its claim is tested. */
function oldestOfEachMajor(): string[] {
  const { peerDependencies } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  return peerDependencies.vitest.split(' || ').map((range: string) => range.replace('^', ''))
}

function testMatchers(tarball: string, version: string): void {
  const packages = [tarball, `vitest@${version}`, ...pinned('@types/node')]
  const folder = makeProject(join(scratch, `vitest-${version}`), { files, packages })
  cpSync(join(import.meta.dirname, 'matchers'), folder, { recursive: true })
  run(folder, 'npx', 'vitest', 'run')
  // The types of vitest 3 do not fit those of the chai that it depends on.
  typecheck(folder, ...(version.startsWith('3.') ? ['--skipLibCheck'] : []))
}

function testExamples(tarball: string): void {
  const sdk = ['api', 'sdk-trace', 'resources', 'auto-instrumentations-node']
  const scoped = sdk.map((name) => `@opentelemetry/${name}`)
  const packages = [tarball, ...pinned('vitest', 'express', '@types/node', ...scoped)]
  const folder = makeProject(join(scratch, 'full'), { files, packages })
  cpSync(join(packageFolder, 'examples'), folder, { recursive: true })
  cpSync(join(import.meta.dirname, 'matchers'), folder, { recursive: true })
  cpSync(join(import.meta.dirname, 'in-memory.test.ts'), join(folder, 'in-memory.test.ts'))
  run(folder, 'npx', 'vitest', 'run', 'users.vitest', 'in-memory', 'matchers')
  run(folder, 'node', '--test', 'users.node.test.mjs')
  typecheck(folder)
}

function typecheck(folder: string, ...flags: string[]): void {
  run(folder, join(workspace, 'node_modules/.bin/tsc'), '-p', '.', ...flags)
}
