import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { canListen, type Guard, hasCode, startGuard } from '@onetrace/processes'
import { accountFor } from './account.ts'
import { ensureDataDir } from './data-dir.ts'
import { createDatabases, type DatabaseAddress } from './databases.ts'
import { clearLockFile } from './lock-file.ts'
import { readPassword } from './password.ts'
import { PortTakenError } from './port-taken-error.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'
import { openServerLog } from './server-log.ts'
import { usableBinaries } from './staging.ts'
import { jsonLogOf, jsonLogSettings } from './statement-log.ts'
import { canExplain, roleSettings, type StatementLogging } from './statement-settings.ts'
import { templatesFolder } from './template.ts'

export interface PostgresOptions {
  /** Made when it is not there yet. */
  dataDir: string
  /** On 127.0.0.1, where alone the server listens. */
  port: number
  /** What the server says; beside the data directory by default. */
  logFile?: string
  /** Aborting ends a start that is under way; afterwards use `stop`. */
  signal?: AbortSignal
  /** How long a fast shutdown may take before the server is ended without one; half a minute. */
  stopMs?: number
  /** Settings on top of ours, as of postgresql.conf. */
  flags?: Record<string, string>
  /** The server's log as JSON at `jsonLog`, with statements of the roles, without their values. */
  logStatements?: StatementLogging | 'off'
  /** Where an empty cluster is kept, of which new data is a copy; below node_modules by default. */
  templates?: string
}

export interface PostgresServer {
  /** Connection URL of a role on a database: postgres://role:password@127.0.0.1:port/database */
  url(address: DatabaseAddress): string
  /** Creates the role and the database that it owns unless they are there; returns the URL. */
  ensureDatabase(address: DatabaseAddress): Promise<string>
  /** Fast shutdown: sessions are cut, data is kept. Resolves when the server is gone. */
  stop(): Promise<void>
  /** `kill -9` of its main process: the next start recovers from the log. Resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when the server is gone, for whatever reason. */
  exited: Promise<PostgresExit>
  /** Where the log is with `logStatements`. */
  jsonLog: string
  /** Whether slow statements can have their plan in it: not every build brings `auto_explain`. */
  canExplain: boolean
  port: number
  pid: number
}

export interface PostgresExit {
  /** By `stop()` or `kill()`. */
  wanted: boolean
  /** Goes on after its name: `ended by SIGKILL`. */
  how: string
}

/** Starts a PostgreSQL server that lasts no longer than this process, whatever ends either. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  options.signal?.throwIfAborted()
  const guard = startGuard({ signal: 'SIGINT' })
  try {
    return await startGuarded(options, guard)
  } catch (error) {
    await guard.release()
    throw error
  }
}

async function startGuarded(options: PostgresOptions, guard: Guard): Promise<PostgresServer> {
  const { port, signal, stopMs = 30_000, logStatements } = options
  const { templates = templatesFolder } = options
  const flags = { ...(logStatements && jsonLogSettings), ...options.flags }
  const dataDir = realPath(options.dataDir)
  const account = accountFor(dataDir)
  await clearLockFile(dataDir) // first: what was left over may hold the port as well
  if (!(await canListen(port))) throw new PortTakenError(port)
  const binaries = await usableBinaries({ account, guard })
  const log = openServerLog(resolve(options.logFile ?? `${dataDir}.log`))
  try {
    await ensureDataDir({ dataDir, templates, binaries, account, guard, log, signal })
    const password = readPassword(dataDir)
    const plans = canExplain(binaries)
    const logging = logStatements === 'off' ? undefined : logStatements
    const { url, ensureDatabase, ping } = createDatabases({
      port,
      password,
      roleSettings: logStatements ? roleSettings(logging, plans) : {},
    })
    const start = { dataDir, port, flags, binaries, account, guard, log, signal, stopMs, ping }
    const postmaster = await startPostmaster(start)
    const jsonLog = jsonLogOf(dataDir)
    const about = { port, jsonLog, canExplain: plans }
    return { url, ensureDatabase, ...about, ...lifeOf(postmaster, guard) }
  } finally {
    log.close() // the server has its own handle
  }
}

function lifeOf({ ended, end, kill, pid }: Postmaster, guard: Guard) {
  let stopping: Promise<void> | undefined
  let guardLost = false
  const exited = ended.then(async ({ how }): Promise<PostgresExit> => {
    await guard.release()
    if (guardLost) return { wanted: false, how: 'was stopped, since its guard had ended' }
    return { wanted: stopping !== undefined, how }
  })
  // Unguarded, it would outlive us; better to end in order now, and to say so.
  guard.lost.then(() => {
    guardLost = stopping === undefined
    return stop()
  })
  const endBy = (how: () => Promise<void>) => {
    stopping ??= how().then(async () => {
      await exited
    })
    return stopping
  }
  const stop = () => endBy(end)
  return { pid, exited, stop, kill: () => endBy(kill) }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return resolve(path)
    throw error
  }
}
