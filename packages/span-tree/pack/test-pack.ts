/**
 * Packs the package as it would be published, installs the tarball with npm into empty folders,
 * and runs the README's examples there. `node pack/test-pack.ts`, from anywhere.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { run } from './run.ts'

const packageFolder = join(import.meta.dirname, '..')
const workspace = join(packageFolder, '../..')
const { catalog } = parse(readFileSync(join(workspace, 'pnpm-workspace.yaml'), 'utf8'))
const scratch = mkdtempSync(join(tmpdir(), 'span-tree-pack-'))

try {
  const tarball = pack()
  const core = project('core', [tarball])
  testCore(core)
  const full = project('full', [
    tarball,
    ...pinned('vitest', 'express', '@opentelemetry/auto-instrumentations-node'),
    ...pinned('@opentelemetry/api', '@opentelemetry/sdk-trace', '@types/node'),
    ...pinned('@opentelemetry/resources'),
  ])
  cpSync(join(packageFolder, 'examples'), full, { recursive: true })
  cpSync(join(import.meta.dirname, 'in-memory.test.ts'), join(full, 'in-memory.test.ts'))
  testExamples(full)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function pack(): string {
  run(packageFolder, 'pnpm', 'pack', '--pack-destination', scratch)
  const [tarball] = readdirSync(scratch).filter((name) => name.endsWith('.tgz'))
  if (!tarball) throw new Error(`expected pnpm pack to leave a tarball in ${scratch}`)
  return join(scratch, tarball)
}

function project(name: string, dependencies: string[]): string {
  const folder = join(scratch, name)
  cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true })
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...dependencies)
  return folder
}

function pinned(...names: string[]): string[] {
  return names.map((name) => {
    if (!catalog[name]) throw new Error(`expected ${name} in the catalog of pnpm-workspace.yaml`)
    return `${name}@${catalog[name]}`
  })
}

/** With nothing else installed: no test framework, no OpenTelemetry. */
function testCore(folder: string): void {
  const installed = readdirSync(join(folder, 'node_modules')).filter(
    (name) => !name.startsWith('.'),
  )
  expectEqual(installed.sort().join(' '), '@onetrace', 'what is installed')
  run(folder, 'node', 'core.mjs')
  expectMatch(run(folder, 'npx', 'span-tree', '--help'), /^ +span-tree /m, 'span-tree --help')
}

function testExamples(folder: string): void {
  run(folder, 'npx', 'vitest', 'run', 'users.vitest', 'in-memory')
  run(folder, 'node', '--test', 'users.node.test.mjs')
  run(folder, join(workspace, 'node_modules/.bin/tsc'), '-p', '.')
}

function expectEqual(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`)
}

function expectMatch(actual: string, expected: RegExp, what: string): void {
  if (!expected.test(actual)) throw new Error(`${what}: expected ${expected}, got ${actual}`)
}
