/**
 * Packs the package as it would be published, installs the tarball with npm into an empty folder,
 * and diagnoses a recorded trace there: by the command and by the function.
 * `node pack/test-pack.ts`, from anywhere.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeProject } from '../../spans/pack/project.ts'
import { expectPublicFace } from '../../spans/pack/public-face.ts'
import { run } from '../../spans/pack/run.ts'
import { makeTarball } from '../../spans/pack/tarball.ts'

const recording = join(import.meta.dirname, '../src/fixtures/place-order.otlp.jsonl')
const scratch = mkdtempSync(join(tmpdir(), 'trace-doctor-pack-'))

try {
  const packages = [makeTarball('trace-doctor', scratch)]
  const files = join(import.meta.dirname, 'project')
  const folder = makeProject(join(scratch, 'project'), { files, packages })
  cpSync(recording, join(folder, 'order.jsonl'))
  const installed = readdirSync(join(folder, 'node_modules')).filter((name) => name[0] !== '.')
  expectMatch(installed.join(' '), /^@onetrace munkres$/, 'what is installed')
  expectPublicFace(folder, '@onetrace/trace-doctor', {
    entries: ['.', './hops', './logs'],
    files: ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json'],
  })
  run(folder, 'node', 'diagnose.mjs')
  const command = (...args: string[]) => run(folder, 'npx', 'trace-doctor', ...args)
  expectMatch(command('--help'), /^ +trace-doctor /m, '--help')
  expectMatch(command('order.jsonl', '--plain'), /^gateway: POST \/orders/, 'the trace')
  expectMatch(command('doctor', 'order.jsonl'), /^nothing found/, 'doctor')
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function expectMatch(actual: string, expected: RegExp, what: string): void {
  if (!expected.test(actual)) throw new Error(`${what}: expected ${expected}, got ${actual}`)
}
