import { assertInstrumented, type Logger, type Metrics, markRecorded } from '@onetrace/telemetry'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import pg from 'pg'
import { ApiError } from './api-error.ts'

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
  const lend = lender(pool)
  return {
    query: (text, values) => lend((query) => query(text, values)),
    transaction: (fn) => lend((query) => inTransaction(query, fn)),
    ping: () => lend(async (query) => void (await query('select 1'))),
    close: () => pool.end(),
  }
}

type Lend = <T>(fn: (query: Query) => Promise<T>) => Promise<T>

function lender(pool: pg.Pool): Lend {
  return async (fn) => {
    const client = await pool.connect().catch((err) => {
      throw translated(err)
    })
    let broken: Error | undefined
    const lost = (err: Error) => {
      broken = err
    }
    client.on('error', lost)
    const query: Query = async (text, values = []) => {
      try {
        return (await client.query(text, [...values])).rows
      } catch (err) {
        markRecorded(err) // the instrumentation has put it on the query's span
        if (isConnectionLoss(err)) broken = err as Error
        throw translated(err)
      }
    }
    try {
      return await fn(query)
    } finally {
      client.off('error', lost)
      client.release(broken)
    }
  }
}

async function inTransaction<T>(query: Query, fn: (query: Query) => Promise<T>): Promise<T> {
  await query('begin')
  try {
    const result = await fn(query)
    await query('commit')
    return result
  } catch (err) {
    await query('rollback').catch(() => {}) // the first error tells more
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

function translated(err: unknown): unknown {
  if (!isConnectionLoss(err)) return err
  return new ApiError('unavailable', 'the database cannot be reached', { cause: err })
}
