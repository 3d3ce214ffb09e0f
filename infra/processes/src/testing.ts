// Code that the tests of infra share. Only tests import it.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processTable } from './process-table.ts'
import { removeFolder } from './work-folder.ts'

/** A folder that exists while `fn` runs. */
export async function withFolder<T>(fn: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrace-test-'))
  try {
    return await fn(folder)
  } finally {
    await removeFolder(folder)
  }
}

/** The one guard that this process started. */
export function guardOf(parent: number): number {
  const guards = [...processTable().values()].filter(
    (row) => row.parent === parent && row.command.includes('onetrace-guard'),
  )
  const [guard] = guards
  if (guard && guards.length === 1) return guard.pid
  throw new Error(`expected one guard below process ${parent}, found ${guards.length}`)
}
