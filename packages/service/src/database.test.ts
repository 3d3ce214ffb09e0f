import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { withSpans } from '@onetrace/telemetry/testing'
import { trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { openDatabase } from './database.ts'
import { lendDatabases, patience } from './test-database.ts'
import { createWorld } from './test-world.ts'

const withDatabase = lendDatabases()

const unavailable = new ApiError('unavailable', 'the database cannot be reached')

/** The process id of the connection that a query runs on. */
const pidQuery = 'select pg_backend_pid() as pid'

test('a transaction is committed as a whole', () =>
  withDatabase(async ({ database }) => {
    await database.query('create table seats (id int primary key)')

    const result = await database.transaction(async (query) => {
      await query('insert into seats values ($1)', [1])
      await query('insert into seats values ($1)', [2])
      return 'booked'
    })

    expect(result).toBe('booked')
    expect(await database.query('select id from seats order by id')).toEqual([{ id: 1 }, { id: 2 }])
  }))

test('a transaction that throws leaves nothing behind, and its connection is clean', () =>
  withDatabase(async ({ database }) => {
    await database.query('create table seats (id int primary key)')
    const booking = database.transaction(async (query) => {
      await query('insert into seats values (1)')
      throw new Error('changed my mind')
    })

    await expect(booking).rejects.toThrow('changed my mind')

    expect(await database.query('select id from seats')).toEqual([])
    expect(await database.query('select now() = statement_timestamp() as clean')).toEqual([
      { clean: true },
    ])
  }))

test('a failed statement keeps Postgres’ own error', () =>
  withDatabase(async ({ database }) => {
    await expect(database.query('select 1/0')).rejects.toMatchObject({ code: '22012' })
  }))

test('a connection cut during a query is unavailable, and the pool recovers', () =>
  withDatabase(async ({ database }) => {
    const suicide = database.query('select pg_terminate_backend(pg_backend_pid())')

    await expect(suicide).rejects.toThrow(unavailable)

    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  }))

test('a server that is killed as it lets a connection in is unavailable, and ends nothing', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.end(letInAndKilled)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const url = `postgres://test@127.0.0.1:${port}/test`
  const database = openDatabase({ url, name: 'test', ...createWorld(), ...patience })

  // An error that nobody hears would fail this test, as it ends a process.
  await expect(database.query('select 1')).rejects.toThrow(unavailable)

  await database.close()
  server.close()
})

/** AuthenticationOk, ReadyForQuery and an ErrorResponse of PostgreSQL's protocol, in one piece. */
const letInAndKilled = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('Z', Buffer.from('I')),
  message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0')),
])

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, type)
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

test('a connection cut between two statements of a transaction is unavailable, and the pool recovers', () =>
  withDatabase(async ({ database }) => {
    const booking = database.transaction(async (query) => {
      const [row] = await query<{ pid: number }>(pidQuery)
      await database.query('select pg_terminate_backend($1, 5000)', [row?.pid])
      await query('select 1')
    })

    await expect(booking).rejects.toThrow(unavailable)

    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  }))

test('an idle connection that is cut is a line in the log, and the pool recovers', () =>
  withDatabase(async ({ database, lines }) => {
    const idle = await database.transaction(async (query) => {
      const [mine] = await query<{ pid: number }>(pidQuery)
      const [other] = await database.query<{ pid: number }>(pidQuery)
      return [mine?.pid, other?.pid]
    })

    await database.transaction(async (query) => {
      const [mine] = await query<{ pid: number }>(pidQuery)
      const victim = idle.find((pid) => pid !== mine?.pid)
      await query('select pg_terminate_backend($1, 5000)', [victim])
      await query('select pg_sleep(0)')
    })

    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
    expect(lines).toMatchObject([{ level: 'warn', msg: 'database connection lost' }])
  }))

test('the loss of a connection is said in no request’s context, whoever’s opened it', () =>
  withSpans(() =>
    withDatabase(async ({ database, url, log, ...world }) => {
      const other = openDatabase({ url, name: 'other', log, ...world, ...patience })
      const said = Promise.withResolvers<unknown>()
      log.warn = () => said.resolve(trace.getActiveSpan())
      const [opened] = await trace.getTracer('test').startActiveSpan('a request', (span) => {
        span.end()
        return database.query<{ pid: number }>(pidQuery)
      })

      await other.query('select pg_terminate_backend($1)', [opened?.pid])

      expect(await said.promise).toBeUndefined()
      await other.close()
    }),
  ))

test('a transaction that does nothing loses its connection, and so its locks', () =>
  withDatabase(async ({ url, database: other, ...world }) => {
    const database = openDatabase({ url, name: 'orders', ...world, statementMs: 50 })
    await other.query('create table seats (id int primary key)')
    const [held, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]

    const hanging = database.transaction(async (query) => {
      await query('insert into seats values (1)')
      held.resolve()
      await free.promise
      await query('select 1')
    })
    await held.promise
    const waited = await other.query('insert into seats values (1) returning id')
    free.resolve()

    expect(waited).toEqual([{ id: 1 }])
    await expect(hanging).rejects.toThrow(unavailable)
    await database.close()
  }))

test('a server that is not there is unavailable', async () => {
  const world = createWorld()
  const url = 'postgres://orders@127.0.0.1:9/orders' // nothing listens on discard
  const database = openDatabase({ url, name: 'orders', ...world })

  await expect(database.ping()).rejects.toThrow(unavailable)
  await database.close()
})

test('the pool is in the metrics under its name', () =>
  withDatabase(async ({ database, metrics }) => {
    await database.ping()

    expect(await metrics.text()).toMatch(
      /db_client_connection_count\{db_client_connection_pool_name="test_\d+",state="idle"\} 1\n/,
    )
  }))
