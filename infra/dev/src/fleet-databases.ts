import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import {
  type PostgresServer,
  type StatementLog,
  type StatementLogging,
  startPostgres,
} from '@onetrace/postgres'
import type { Ports } from './ports.ts'
import { type DatabaseName, databaseNames } from './services.ts'

export interface DatabasesOptions {
  dir: string
  /** The folder in which Postgres' own log can be found, beside those of the services. */
  logDir: string
  ports: Ports
  /** Existing databases to use instead of new ones. */
  databaseUrls?: Partial<Record<DatabaseName, string>>
  /** The default is to log every statement, and none just because it is slow. */
  statementLogging?: StatementLogging | 'off'
  onLine?: (line: string) => void
  signal?: AbortSignal
}

interface Owner {
  stack: AsyncDisposableStack
  report: (why: string) => void
}

/** One database and one role for each service that owns data, on one server. */
export async function startDatabases(options: DatabasesOptions, { stack, report }: Owner) {
  const { databaseUrls: given = {}, ports, signal } = options
  const { statementLogging = { sampleRate: 1 } } = options
  const missing = databaseNames.filter((name) => given[name] === undefined)
  let server: PostgresServer | undefined
  async function start(): Promise<PostgresServer> {
    const started = await startPostgres({
      dataDir: join(options.dir, 'postgres'),
      port: ports.postgres,
      logFile: join(options.dir, 'postgres.log'),
      // When any process of a fleet is killed, the whole fleet ends, so Postgres must not start
      // again.
      flags: { restart_after_crash: 'off' },
      logStatements: statementLogging,
      stopMs: 1500, // a fleet ends within three seconds of Ctrl-C
      ...(signal && { signal }),
    })
    started.exited.then(({ wanted, how }) => wanted || report(`Postgres ${how}`))
    return started
  }
  const stop = async () => server?.stop()
  stack.defer(stop)
  if (missing.length > 0) server = await start()
  const plansWanted = statementLogging !== 'off' && statementLogging.slowMs !== undefined
  if (server && plansWanted && !server.canExplain) options.onLine?.(noPlans)
  const urls = { ...given } as Record<DatabaseName, string>
  let statementLog: StatementLog | undefined
  for (const name of missing) {
    if (!server) continue
    urls[name] = await server.ensureDatabase({ database: name, role: name })
    statementLog ??= { url: urls[name], path: server.jsonLog }
  }
  if (statementLog) linkLog(options.logDir, statementLog.path)
  return {
    urls,
    statementLog,
    stop,
    kill: async () => server?.kill(),
    async start() {
      server = await start()
    },
  }
}

const noPlans =
  'Postgres: this build has no auto_explain, so slow statements come without their plan'

/** Makes a link, since the server may only write below its data directory. */
function linkLog(logDir: string, path: string): void {
  const link = join(logDir, 'postgres.json')
  mkdirSync(logDir, { recursive: true })
  rmSync(link, { force: true })
  symlinkSync(path, link)
}
