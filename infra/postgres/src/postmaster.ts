import { type ChildEnd, canListen, endInSteps, type Guard, until } from '@onetrace/processes'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { clearLockFile, launcherSetting } from './lock-file.ts'
import { PortTakenError } from './port-taken-error.ts'
import type { ServerLog } from './server-log.ts'
import { settingArguments, settings } from './settings.ts'
import { spawnProgram } from './spawn-program.ts'

export interface Postmaster {
  pid: number
  ended: Promise<ChildEnd>
  /** Resolves when it has been stopped. */
  end: () => Promise<void>
  /** The same without a chance to end in order. */
  kill: () => Promise<void>
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
  /** For PostgreSQL's fast shutdown. */
  stopMs: number
  ping: () => Promise<void>
}

const patience = 120_000
const takeoverPatience = 30_000

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
    if (!(await canListen(port))) throw new PortTakenError(port)
    throw new Error(`PostgreSQL ${ended.how} while starting; its last words:\n${words}`)
  }
}

/** Another start was faster, or sessions of a server that was just killed still hold its memory. */
function isInTheWay(words: string): boolean {
  return /lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(words)
}

function spawnPostmaster(options: PostmasterOptions): Postmaster {
  const { dataDir, port, flags, binaries, account, guard, log, stopMs } = options
  const launcher = { port: String(port), [launcherSetting]: String(process.pid) }
  const args = settingArguments({ ...settings, ...flags, ...launcher })
  const { child, pid, ended } = spawnProgram({
    binary: binaries.postgres,
    account,
    log,
    folder: dataDir,
    args: (folder) => ['-D', folder, ...args],
  })
  if (pid) guard.watch({ pid })
  /**
   * SIGINT is PostgreSQL's fast shutdown: sessions are cut, data is written. (SIGTERM waits for
   * every client to leave, for ever if need be.) SIGQUIT drops everything and leaves the next start
   * to recover from the log, and SIGKILL is for a server that hangs.
   */
  const steps = { SIGINT: stopMs, SIGQUIT: 500, SIGKILL: 5000 }
  const send = (signal: NodeJS.Signals) => void child.kill(signal)
  return {
    pid,
    ended,
    end: () => endInSteps(send, ended, steps),
    async kill() {
      send('SIGKILL')
      await ended
    },
  }
}

/** `undefined` when it is ready, else how it ended; never leaves a server running on an error. */
async function readyOrEnded(
  { ended, end }: Postmaster,
  { ping, signal, log }: PostmasterOptions,
): Promise<ChildEnd | undefined> {
  const over = new AbortController()
  try {
    const ready = firstAnswer({ ping, log, over: over.signal })
    const first = await Promise.race([ready, ended, abortOf(signal, over.signal)])
    signal?.throwIfAborted()
    return first
  } catch (error) {
    await end()
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
  const waiting = { what: 'PostgreSQL to answer', deadlineMs: patience, signal: over, everyMs: 10 }
  try {
    await until(ping, waiting) // refused, or still starting up
  } catch (cause) {
    throw new Error(`${messageOf(cause)}; its last words:\n${log.tail()}`, { cause })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function abortOf(signal: AbortSignal | undefined, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over })
  })
}
