/**
 * Packs the package, runs it with npx in an empty folder, and sends it spans of a real OpenTelemetry
 * SDK; then installs it in a project and compiles and runs the README's test there. An empty cache
 * each time: what is not in the tarball has to come from a registry. `node pack/test-pack.ts`.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { run } from '../../span-tree/pack/run.ts'
import { pack } from './pack.ts'
import { testCommand } from './test-command.ts'

const workspace = join(import.meta.dirname, '../../..')
const { catalog } = parse(readFileSync(join(workspace, 'pnpm-workspace.yaml'), 'utf8'))
const scratch = mkdtempSync(join(tmpdir(), 'telemetry-backend-pack-'))
process.env.npm_config_cache = join(scratch, 'npm-cache')

try {
  const tarball = pack(scratch)
  const project = join(scratch, 'project')
  cpSync(join(import.meta.dirname, 'project'), project, { recursive: true })
  const sdk = pinned('exporter-trace-otlp-proto', 'sdk-trace', 'resources', 'api')
  const tools = ['vitest', '@types/node'].map((name) => `${name}@${versionOf(name)}`)
  install(project, tarball, ...sdk, ...tools)
  expectNoSources(join(project, 'node_modules/@onetrace/telemetry-backend'))
  run(project, join(workspace, 'node_modules/.bin/tsc'), '-p', '.')
  run(project, 'npx', 'vitest', 'run')

  const empty = join(scratch, 'empty')
  mkdirSync(empty)
  await testCommand({ tarball, folder: empty, project })
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function install(folder: string, ...what: string[]): void {
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...what)
}

function pinned(...names: string[]): string[] {
  return names.map((name) => `@opentelemetry/${name}@${versionOf(`@opentelemetry/${name}`)}`)
}

function versionOf(name: string): string {
  const version = catalog[name]
  if (!version) throw new Error(`expected ${name} in the catalog of pnpm-workspace.yaml`)
  return version
}

function expectNoSources(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter(
    (file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('node_modules'),
  )
  if (sources.length > 0) throw new Error(`expected compiled code alone, got ${sources.join(' ')}`)
  for (const needed of ['lib/index.d.ts', 'lib/cli.js', 'dist/page/index.html', 'README.md']) {
    if (!files.includes(needed)) throw new Error(`expected ${needed} in the tarball`)
  }
}
