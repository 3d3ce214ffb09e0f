import { execFile } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Guard, hasCode, makeWorkFolder } from '@onetrace/processes'
import type { Account } from './account.ts'
import { type Binaries, binariesIn, explainSpawnError, installedBinaries } from './binaries.ts'
import { ensureLinks } from './links.ts'

/**
 * Binaries that the account can run: in place when it can reach them, which a checkout below root's
 * home forbids, else staged in a temporary folder that goes when the guard is released or fires.
 */
export async function usableBinaries(options: {
  account: Account | undefined
  guard: Guard
}): Promise<Binaries> {
  const installed = installedBinaries()
  const { account } = options
  if (linksAreThere(installed) && !(account && (await failureOf(installed, account)))) {
    return installed
  }
  return stage({ ...options, installed })
}

/** False when they are missing and node_modules is read-only. */
function linksAreThere({ home }: Binaries): boolean {
  try {
    ensureLinks(home)
    return true
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false
    throw error
  }
}

async function stage(options: {
  installed: Binaries
  account: Account | undefined
  guard: Guard
}): Promise<Binaries> {
  const parents = [...new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])].filter(existsSync)
  let cause: Error | undefined
  for (const parent of parents) {
    const staged = await stageBelow(parent, options)
    cause = await failureOf(staged, options.account) // closed to others, say, or mounted noexec
    if (!cause) return staged
  }
  throw new Error(
    `PostgreSQL runs as ${options.account?.name ?? 'this user'}, who can run its binaries neither ` +
      `in ${options.installed.home} nor copied below ${parents.join(', ')}: ` +
      `set TMPDIR to a folder that is open to every user (${cause?.message})`,
    { cause },
  )
}

async function stageBelow(
  parent: string,
  { installed, guard }: { installed: Binaries; guard: Guard },
): Promise<Binaries> {
  const folder = await makeWorkFolder(join(parent, 'onetrace-postgres'))
  guard.remove(folder)
  chmodSync(folder, 0o755)
  const staged = binariesIn(join(folder, 'native'))
  copyTree(installed.home, staged.home)
  ensureLinks(staged.home)
  return staged
}

/** Static libraries (half of the size) are for compilers; links are made anew. */
function copyTree(from: string, to: string): void {
  mkdirSync(to)
  chmodSync(to, 0o755) // mkdir's own mode is cut by the umask
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isFile() && !entry.name.endsWith('.a')) placeFile(source, target)
  }
}

/** A hard link costs nothing, but keeps the mode, which a strict umask at install may have closed. */
function placeFile(source: string, target: string): void {
  const { mode } = statSync(source)
  if (mode & 0o004 && tryLink(source, target)) return
  copyFileSync(source, target)
  chmodSync(target, mode & 0o100 ? 0o755 : 0o644)
}

/** False between file systems. */
function tryLink(source: string, target: string): boolean {
  try {
    linkSync(source, target)
    return true
  } catch {
    return false
  }
}

/** Whether the account can run them is best told by trying: modes are not all that decides. */
async function failureOf(
  { postgres }: Binaries,
  account: Account | undefined,
): Promise<Error | undefined> {
  const as = account ? { uid: account.uid, gid: account.gid } : {}
  const { promise, resolve } = Promise.withResolvers<Error | undefined>()
  execFile(postgres, ['-V'], { cwd: '/', ...as }, (error) => {
    resolve(error ? explainSpawnError(postgres, error) : undefined)
  })
  return promise
}
