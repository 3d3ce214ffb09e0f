/**
 * Packs the package, runs it with npx in an empty folder, and sends it spans of a real
 * OpenTelemetry SDK; then installs it in a project, and compiles and runs the README's test there.
 * The cache of npm is empty each time, so what is not in the tarball has to come from a registry.
 * `node pack/test-pack.ts`.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeProject, pinned, workspace } from '../../spans/pack/project.ts'
import { expectPublicFace } from '../../spans/pack/public-face.ts'
import { run } from '../../spans/pack/run.ts'
import { makeTarball } from '../../spans/pack/tarball.ts'
import { testCommand } from './test-command.ts'

const scratch = mkdtempSync(join(tmpdir(), 'telemetry-backend-pack-'))
process.env.npm_config_cache = join(scratch, 'npm-cache')

try {
  const tarball = makeTarball('telemetry-backend', scratch)
  const sdk = ['exporter-trace-otlp-proto', 'sdk-trace', 'resources', 'api']
  const others = ['vitest', '@types/node', ...sdk.map((name) => `@opentelemetry/${name}`)]
  const project = makeProject(join(scratch, 'project'), {
    files: join(import.meta.dirname, 'project'),
    packages: [tarball, ...pinned(...others)],
  })
  expectPublicFace(project, '@onetrace/telemetry-backend', {
    entries: ['.'],
    files: ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'lib', 'package.json'],
  })
  expectNoSources(join(project, 'node_modules/@onetrace/telemetry-backend'))
  run(project, join(workspace, 'node_modules/.bin/tsc'), '-p', '.')
  run(project, 'npx', 'vitest', 'run')

  const empty = join(scratch, 'empty')
  mkdirSync(empty)
  await testCommand({ tarball, folder: empty, project })
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function expectNoSources(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter(
    (file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('node_modules'),
  )
  if (sources.length > 0) throw new Error(`expected compiled code alone, got ${sources.join(' ')}`)
  if (!files.includes('dist/page/index.html')) throw new Error('expected the built page, got none')
}
