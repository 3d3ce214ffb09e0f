import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { hasCode } from './error-code.ts'
import { isRunning } from './signal-process.ts'

/** A new folder named `<prefix>-<our pid>-<random>`, by which a later run sees that it was left. */
export async function makeWorkFolder(prefix: string): Promise<string> {
  await clearLeftovers(prefix)
  return mkdtemp(`${prefix}-${process.pid}-`)
}

/** Removes the work folders of processes that are gone, since a killed process removes nothing. */
async function clearLeftovers(prefix: string): Promise<void> {
  const parent = dirname(prefix)
  const start = `${basename(prefix)}-`
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(start) && /^(\d+)-\w{6}$/.exec(name.slice(start.length))?.[1]
    if (!pid || isRunning(Number(pid))) continue
    await removeFolder(join(parent, name)).catch((error: unknown) => {
      if (!hasCode(error, 'EACCES', 'EPERM')) throw error // it belongs to another user
    })
  }
}

/** It tries again, since a process that was just killed may still be adding files. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
}
