import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pathOf } from './environment.ts'

const starter = pathOf(new URL('../run.mjs', import.meta.url))

function run(args: string[], file = starter) {
  const { status, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' })
  return { status, stderr }
}

test.each([
  ['dev --frsh', "expected pnpm dev [--fresh]: Unknown option '--frsh'"],
  ['stack --native down', 'expected pnpm stack --native [--fresh], or with Docker'],
  ['stack --fresh', 'expected up, down, logs or --native, got --fresh'],
  ['test --bogus', "expected pnpm test [--force]: Unknown option '--bogus'"],
  ['bogus', 'expected one of dev, stack, test, trace, got bogus'],
])('pnpm %s is answered with what was expected', (words, expected) => {
  const { status, stderr } = run(words.split(' '))

  expect(stderr).toContain(expected)
  expect(stderr).not.toContain('    at ')
  expect(status).toBe(1)
})

test('where a package is not installed, what installs it is said', () => {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-run-'))
  try {
    mkdirSync(join(dir, 'src'))
    cpSync(starter, join(dir, 'run.mjs'))
    writeFileSync(join(dir, 'src/dev.ts'), "import '@onetrace/nowhere'\n")

    const { status, stderr } = run(['dev'], join(dir, 'run.mjs'))

    expect(stderr).toContain("Cannot find package '@onetrace/nowhere'")
    expect(stderr).toContain('This installs them: pnpm install\n')
    expect(status).toBe(1)
  } finally {
    rmSync(dir, { recursive: true })
  }
})
