import { chown, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Guard, signalProcess } from '@onetrace/processes'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { passwordFile, randomPassword, superuser } from './password.ts'
import type { ServerLog } from './server-log.ts'
import { type Program, spawnProgram } from './spawn-program.ts'

export interface ClusterOptions {
  binaries: Binaries
  account: Account | undefined
  guard: Guard
  log: ServerLog
  signal: AbortSignal | undefined
  /** Whether it has to outlive a crash of the machine. */
  sync?: boolean
}

/** What decides what a cluster is, beside the binaries. */
export const clusterArguments = [
  ...['-U', superuser, '--auth=scram-sha-256', '--no-instructions'],
  // The same collation on every system, whatever locales it has.
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '-E', 'UTF8'],
]

/** As `data` in the folder, which the account gets, with the superuser's password in it. */
export async function makeCluster(folder: string, options: ClusterOptions): Promise<void> {
  const { account } = options
  const password = join(folder, 'password')
  await writeFile(password, `${randomPassword()}\n`, { mode: 0o600 })
  if (account) await handOver([password, folder], account)
  await runInitdb(folder, options)
  await rename(password, passwordFile(join(folder, 'data')))
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

async function runInitdb(work: string, options: ClusterOptions): Promise<void> {
  const { guard, log, signal } = options
  signal?.throwIfAborted()
  const { pid, ended } = spawnInitdb(work, options)
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

function spawnInitdb(work: string, { account, binaries, log, sync }: ClusterOptions): Program {
  const args = (folder: string) => [
    ...['-D', join(folder, 'data'), `--pwfile=${join(folder, 'password')}`],
    ...clusterArguments,
    ...(sync ? [] : ['--no-sync']),
  ]
  return spawnProgram({ binary: binaries.initdb, account, log, folder: work, args })
}
