import { assertInstrumented, type Logger, type Metrics, markRecorded } from '@onetrace/telemetry'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import pg from 'pg'
import { ApiError } from './api-error.ts'
import { cancelStatement } from './cancel-statement.ts'
import { assertWanted, callerSignal, remainingMs } from './request-scope.ts'

export interface DatabaseOptions {
  url: string
  /** Names the pool in metrics. */
  name: string
  log: Logger
  metrics: Metrics
  /** The most connections; when all are in use, queries wait. */
  max?: number
  /** The longest wait for a connection and for a statement, both below a request's own deadline. */
  connectMs?: number
  statementMs?: number
}

export type Query = <Row extends pg.QueryResultRow>(
  text: string,
  values?: readonly unknown[],
) => Promise<Row[]>

export interface Database {
  query: Query
  /** BEGIN, `fn`, COMMIT; ROLLBACK when it throws. */
  transaction: <T>(fn: (query: Query) => Promise<T>) => Promise<T>
  ping: () => Promise<void>
  close: () => Promise<void>
}

/**
 * One pool. Queries throw `ApiError` `unavailable` when the server cannot be reached.
 *
 * @throws {Error} when an SDK runs and pg was loaded unpatched: its spans would be missing
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, name, log, metrics, max = 10, connectMs = 2000, statementMs = 5000 } = options
  assertInstrumented({ pg })
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    // A process that hangs, or whose machine is gone, must not hold its locks for ever.
    idle_in_transaction_session_timeout: statementMs,
    application_name: name,
  })
  // Unheard, the loss of an idle connection ends the process. It is nobody's: a connection lives in the
  // context of the request for which it was opened, long after that.
  pool.on('error', (err) =>
    context.with(ROOT_CONTEXT, () => log.warn({ err }, 'database connection lost')),
  )
  // The pool listens to idle connections only, and what borrows one listens a moment after it was
  // lent: without this listener, an error in between would end the process. Queries fail of it.
  pool.on('connect', (client) => client.on('error', () => {}))
  metrics.watchPool(name, pool)
  const lend = lender(pool, { connectMs, statementMs })
  return {
    query: (text, values) => lend((query) => query(text, values)),
    transaction: (fn) => lend((query, rollback) => inTransaction(query, rollback, fn)),
    ping: () => lend(async (query) => void (await query('select 1'))),
    close: () => pool.end(),
  }
}

type Lend = <T>(fn: (query: Query, rollback: () => Promise<void>) => Promise<T>) => Promise<T>

interface Limits {
  connectMs: number
  statementMs: number
}

function lender(pool: pg.Pool, { connectMs, statementMs }: Limits): Lend {
  return async (fn) => {
    assertWanted()
    const client = await connected(pool, connectMs)
    let broken: Error | undefined
    const lost = (err: Error) => {
      broken = err
    }
    client.on('error', lost)
    const query: Query = async (text, values = []) => {
      assertWanted()
      try {
        return (await runStatement(client, { text, values: [...values] }, statementMs)).rows
      } catch (err) {
        markRecorded(err) // the instrumentation has put it on the query's span
        if (isConnectionLoss(err) || isTooSlow(err)) broken = err as Error
        throw translated(err)
      }
    }
    // Also when nobody waits any more; on a connection that is given up the server does it by itself.
    const rollback = async () => {
      if (!broken || isCanceled(broken)) await client.query('rollback').catch(lost)
    }
    try {
      return await fn(query, rollback)
    } finally {
      client.off('error', lost)
      client.release(broken)
    }
  }
}

/** Not longer than the caller waits; a connection that comes later goes back to the pool. */
async function connected(pool: pg.Pool, connectMs: number): Promise<pg.PoolClient> {
  const waiting = pool.connect()
  waiting.catch(() => {}) // it may fail when nobody waits for it any more
  const limitMs = remainingMs() * nearer
  const late = Promise.withResolvers<never>()
  const timer =
    limitMs < connectMs
      ? setTimeout(() => {
          late.reject(new Error('timeout exceeded when trying to connect'))
          waiting.then((client) => client.release()).catch(() => {})
        }, limitMs)
      : undefined
  try {
    return await Promise.race([waiting, late.promise])
  } catch (err) {
    throw translated(err)
  } finally {
    clearTimeout(timer)
  }
}

/** The nearer deadline is the shorter one: so much of the caller's time a statement may take. */
const nearer = 0.8
/** So much later it is given up, when the server does not even cancel it. */
const longestCancelMs = 500

/** Canceled by the server when it takes too long, or when nobody waits for it any more. */
async function runStatement(
  client: pg.PoolClient,
  statement: { text: string; values: unknown[] },
  statementMs: number,
): Promise<pg.QueryResult> {
  const leftMs = remainingMs()
  const limitMs = Math.max(1, Math.floor(Math.min(statementMs, leftMs * nearer)))
  const cancelMs = Math.ceil(Math.min(longestCancelMs, leftMs * 0.1))
  const config = { ...statement, query_timeout: limitMs + cancelMs } // known to pg, not to its types
  const cancel = () => cancelStatement(client)
  const timer = setTimeout(cancel, limitMs)
  const signal = callerSignal()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    return await client.query(config)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

async function inTransaction<T>(
  query: Query,
  rollback: () => Promise<void>,
  fn: (query: Query) => Promise<T>,
): Promise<T> {
  await query('begin')
  try {
    const result = await fn(query)
    await query('commit')
    return result
  } catch (err) {
    await rollback() // what it fails with tells less
    throw err
  }
}

/**
 * Node's codes, and SQLSTATE class 08 (connection exception), 57P (operator intervention) and 53300
 * (too many connections).
 */
const connectionLoss = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08|57P|53300)/

/** pg gives these no code. */
const connectionLossMessage =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/

function isConnectionLoss(err: unknown): boolean {
  if (!(err instanceof Error)) return false
  if ('code' in err && connectionLoss.test(String(err.code))) return true
  return connectionLossMessage.test(err.message)
}

/** SQLSTATE 57014: canceled, by us or by the server's own limit. */
function isCanceled(err: unknown): boolean {
  return err instanceof Error && 'code' in err && err.code === '57014'
}

/** The second has no code: pg's own limit, after which it does not know what the connection does. */
function isTooSlow(err: unknown): boolean {
  return isCanceled(err) || (err instanceof Error && err.message === 'Query read timeout')
}

function translated(err: unknown): unknown {
  if (isTooSlow(err)) return tooSlow(err)
  if (!isConnectionLoss(err)) return err
  return new ApiError('unavailable', 'the database cannot be reached', { cause: err })
}

function tooSlow(cause: unknown): ApiError {
  if (callerSignal()?.aborted) {
    return new ApiError('client_closed_request', 'the caller left', { cause })
  }
  return new ApiError('database_timeout', 'the database did not answer in time', { cause })
}
