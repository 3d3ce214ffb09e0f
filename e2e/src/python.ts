import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A program of other hands that tests run, or why it is not here. */
export type Tool = { path: string } | { missing: string }

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../.onetrace/clients')

/** An environment of its own with the packages that a file pins, made once for each list of them. */
export async function pythonWith(requirements: string): Promise<Tool> {
  const pinned = await readFile(requirements)
  const hash = createHash('sha256').update(pinned).digest('hex').slice(0, 12)
  const venv = join(cache, `python-${hash}`)
  const path = join(venv, 'bin/python')
  if (existsSync(path)) return { path }
  const missing = await whyNoVenv()
  if (missing) return { missing }
  await makeVenv(venv, requirements)
  return { path }
}

async function whyNoVenv(): Promise<string | undefined> {
  try {
    await run('python3', ['-c', 'import venv, ensurepip'])
    return undefined
  } catch {
    return 'expected python3 with venv and pip on the PATH'
  }
}

/** Renamed when it is whole, so that a run that is cut short leaves none that looks whole. */
async function makeVenv(venv: string, requirements: string): Promise<void> {
  const draft = `${venv}.draft`
  await rm(draft, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', draft])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  await run(join(draft, 'bin/python'), [...pip, '--requirement', requirements])
  await rename(draft, venv) // only its scripts know the old name, and python is none
}
