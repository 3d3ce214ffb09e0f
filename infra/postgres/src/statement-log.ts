import { randomUUID } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, until } from '@onetrace/processes'
import pg from 'pg'

/**
 * Settings of a server whose log is JSON, in a file below the data directory: the one place that
 * the server can write to, whoever it runs as.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html
 */
export const jsonLogSettings: Record<string, string> = {
  logging_collector: 'on', // only its process writes jsonlog
  log_destination: 'jsonlog',
  log_directory: 'log',
  log_filename: 'postgres.log', // becomes postgres.json
  log_rotation_age: '0',
  log_rotation_size: '0',
  // No values of parameters. (The DETAIL of a refused row quotes its key, whatever is set here:
  // jsonlog knows no log_error_verbosity. So let no personal value be a key.)
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

export function jsonLogOf(dataDir: string): string {
  return join(dataDir, 'log', 'postgres.json')
}

export interface StatementLog {
  /** Of a role whose log it is. */
  url: string
  path: string
}

const patience = 60_000

/**
 * Resolves when all statements that have been answered are in the log: a statement's line goes
 * through a pipe to the collector, which may write it after the client has its answer. So one more
 * line is written and looked for; the pipe keeps the order. A server that is down has written its all.
 *
 * @throws {Error} that names the file when the line does not come
 */
export async function statementsLogged({ url, path }: StatementLog): Promise<void> {
  const marker = `quiesce ${randomUUID()}`
  const from = (await stat(path).catch(() => undefined))?.size ?? 0
  // A line of its own, which comes also where statements are sampled or not logged at all.
  if (!(await sendTo(url, `do $$ begin raise log '${marker}'; end $$`))) return
  const logged = async () => {
    if (!(await textFrom(path, from)).includes(marker)) throw new Error('it is not there')
  }
  const what = `${path} to hold the line "${marker}"`
  await until(logged, { what, deadlineMs: patience, everyMs: 2 })
}

/** False when nobody listens there. */
async function sendTo(url: string, statement: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience })
  client.on('error', () => {}) // a cut connection also rejects the query
  try {
    await client.connect()
  } catch (error) {
    if (hasCode(error, 'ECONNREFUSED')) return false
    throw error
  }
  try {
    await client.query(statement)
    return true
  } finally {
    await client.end()
  }
}

async function textFrom(path: string, from: number): Promise<string> {
  const file = await open(path).catch(() => undefined) // the first line makes it
  if (!file) return ''
  try {
    const length = (await file.stat()).size - from
    if (length <= 0) return ''
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
