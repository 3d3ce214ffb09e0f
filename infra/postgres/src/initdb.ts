import { existsSync, readFileSync } from 'node:fs'
import { chown, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type Guard,
  hasCode,
  makeWorkFolder,
  removeFolder,
  signalProcess,
} from '@onetrace/processes'
import type { Account } from './account.ts'
import { type Binaries, majorVersion } from './binaries.ts'
import { passwordFile, randomPassword, superuser } from './password.ts'
import type { ServerLog } from './server-log.ts'
import { type Program, spawnProgram } from './spawn-program.ts'

export interface DataDirOptions {
  dataDir: string
  binaries: Binaries
  account: Account | undefined
  guard: Guard
  log: ServerLog
  signal: AbortSignal | undefined
}

/** Makes the data directory unless it is there; one of another major version is an error. */
export async function ensureDataDir(options: DataDirOptions): Promise<void> {
  const { dataDir, binaries } = options
  const versionFile = join(dataDir, 'PG_VERSION')
  if (!existsSync(versionFile)) return makeDataDir(options)
  const [wanted, found] = [majorVersion(binaries), readFileSync(versionFile, 'utf8').trim()]
  if (found === wanted) return
  throw new Error(
    `expected ${dataDir} to hold data of PostgreSQL ${wanted}, it is of ${found || 'no version'}: ` +
      'remove the folder to start empty',
  )
}

/** In a folder beside it, renamed at the end: a kill on the way leaves no half data directory. */
async function makeDataDir(options: DataDirOptions): Promise<void> {
  const { dataDir, account } = options
  await mkdir(dirname(dataDir), { recursive: true })
  const work = await makeWorkFolder(`${dataDir}.initdb`)
  try {
    await writeFile(join(work, 'password'), `${randomPassword()}\n`, { mode: 0o600 })
    if (account) await handOver([join(work, 'password'), work], account)
    await runInitdb({ ...options, work })
    await rename(join(work, 'password'), passwordFile(join(work, 'data')))
    await moveInPlace(join(work, 'data'), dataDir)
  } finally {
    await removeFolder(work)
  }
}

async function handOver(paths: string[], { name, uid, gid }: Account): Promise<void> {
  try {
    for (const path of paths) await chown(path, uid, gid)
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root, and this root cannot give files to ${name}: ` +
        'run as a plain user, or point DATABASE_URL at a server of your own',
      { cause },
    )
  }
}

async function moveInPlace(made: string, dataDir: string): Promise<void> {
  try {
    await rename(made, dataDir) // replaces an empty folder, never a full one
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error
    if (existsSync(join(dataDir, 'PG_VERSION'))) return // another start was faster; use its
    throw new Error(`expected ${dataDir} to be PostgreSQL's data or empty, it holds other files`, {
      cause: error,
    })
  }
}

async function runInitdb(options: DataDirOptions & { work: string }): Promise<void> {
  const { guard, log, signal } = options
  signal?.throwIfAborted()
  const { pid, ended } = spawnInitdb(options)
  // With the single-user servers that it starts, which are of its group.
  const abort = () => pid && signalProcess(-pid, 'SIGKILL')
  if (pid) guard.watch({ pid, group: true })
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const { ok, how } = await ended
    signal?.throwIfAborted()
    if (!ok) throw new Error(`initdb ${how}; its last words:\n${log.tail()}`)
  } finally {
    signal?.removeEventListener('abort', abort)
    guard.watch(undefined)
  }
}

function spawnInitdb({ work, account, binaries, log }: DataDirOptions & { work: string }): Program {
  const args = (folder: string) => [
    ...['-D', join(folder, 'data'), '-U', superuser, '--auth=scram-sha-256'],
    `--pwfile=${join(folder, 'password')}`,
    // The same collation on every system, whatever locales it has.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '-E', 'UTF8'],
    ...['--no-sync', '--no-instructions'],
  ]
  return spawnProgram({ binary: binaries.initdb, account, log, folder: work, args })
}
