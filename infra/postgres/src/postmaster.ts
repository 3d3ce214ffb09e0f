import { type ChildProcess, spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { childExit, endServer } from './child-exit.ts'
import { PortTakenError, portIsFree } from './free-port.ts'
import type { Guard } from './guard.ts'
import { lendFolder } from './lent-folder.ts'
import { clearLockFile, launcherSetting } from './lock-file.ts'
import type { ServerLog } from './server-log.ts'
import { settingArguments, settings } from './settings.ts'

export interface Postmaster {
  child: ChildProcess
  pid: number
  /** How it ended, in words. */
  exit: Promise<string>
}

export interface PostmasterOptions {
  dataDir: string
  port: number
  flags: Record<string, string>
  binaries: Binaries
  account: Account | undefined
  guard: Guard
  log: ServerLog
  signal: AbortSignal | undefined
  ping: () => Promise<void>
}

const patience = 30_000
const takeoverPatience = 5_000

/** The server's main process, answering queries. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { dataDir, log, port } = options
  const deadline = Date.now() + takeoverPatience
  for (;;) {
    const postmaster = spawnPostmaster(options)
    const ended = await readyOrEnded(postmaster, options)
    if (ended === undefined) return postmaster
    const words = log.tail()
    if (isInTheWay(words) && Date.now() < deadline) {
      await clearLockFile(dataDir) // an error when it belongs to one that was started just now
      continue
    }
    if (!(await portIsFree(port))) throw new PortTakenError(port)
    throw new Error(`PostgreSQL ended while starting (${ended}); its last words:\n${words}`)
  }
}

/** Another start was faster, or sessions of a server that was just killed still hold its memory. */
function isInTheWay(words: string): boolean {
  return /lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(words)
}

function spawnPostmaster(options: PostmasterOptions): Postmaster {
  const { dataDir, port, flags, binaries, account, guard, log } = options
  const folder = lendFolder(dataDir, account)
  const launcher = { port: String(port), [launcherSetting]: String(process.pid) }
  log.mark()
  try {
    const child = spawn(
      binaries.postgres,
      ['-D', folder.path, ...settingArguments({ ...settings, ...flags, ...launcher })],
      {
        ...(account && { uid: account.uid, gid: account.gid }),
        cwd: dirname(binaries.postgres),
        // A terminal's Ctrl-C goes to its whole group. The services drain first and need us then.
        detached: true,
        stdio: ['ignore', log.fd, log.fd, ...folder.stdio],
      },
    )
    if (child.pid) guard.watch({ pid: child.pid })
    return { child, pid: child.pid ?? 0, exit: childExit(child, binaries.postgres) }
  } finally {
    folder.close()
  }
}

/** `undefined` when it is ready, else how it ended; never leaves a server running on an error. */
async function readyOrEnded(
  { child, exit }: Postmaster,
  { ping, signal, log }: PostmasterOptions,
): Promise<string | undefined> {
  const over = new AbortController()
  try {
    const ready = firstAnswer({ ping, log, over: over.signal })
    const ended = await Promise.race([ready, exit, abortOf(signal, over.signal)])
    signal?.throwIfAborted()
    return ended
  } catch (error) {
    await endServer(child, exit)
    throw error
  } finally {
    over.abort()
  }
}

async function firstAnswer(options: {
  ping: () => Promise<void>
  log: ServerLog
  over: AbortSignal
}): Promise<undefined> {
  const { ping, log, over } = options
  const deadline = Date.now() + patience
  while (!over.aborted) {
    try {
      await ping()
      return
    } catch (cause) {
      if (Date.now() < deadline)
        await delay(10) // refused, or still starting up
      else
        throw new Error(`PostgreSQL did not answer in time; its last words:\n${log.tail()}`, {
          cause,
        })
    }
  }
}

function abortOf(signal: AbortSignal | undefined, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over })
  })
}
