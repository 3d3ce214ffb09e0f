import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { createHttpApp } from './http-app.ts'
import { type DatabaseWorld, lendDatabases } from './test-database.ts'
import { withServer } from './test-world.ts'

const withDatabase = lendDatabases()

/** A service whose only route is this, with what the caller says of his time. */
function served(
  world: DatabaseWorld,
  work: () => Promise<unknown>,
  fn: (url: string) => Promise<void>,
) {
  const routes = Router().get('/', async (_req, res) => {
    res.json(await work())
  })
  return withServer(createHttpApp({ ...world, routes }), ({ url }) => fn(url))
}

const within = (ms: number) => ({ headers: { 'x-remaining-ms': String(ms) } })

async function seats({ database }: DatabaseWorld): Promise<unknown[]> {
  return database.query('select id from seats')
}

test.each([
  ['its own limit', {}, 100],
  ['what is left of the caller’s time', within(3000), 120_000],
])('a statement that takes longer than %s is a 504 and not a 500', (_what, init, statementMs) =>
  withDatabase(async (world) => {
    const database = openDatabase({ ...world, name: 'slow', connectMs: 120_000, statementMs })
    await database.ping() // so that there is a connection already, however busy the machine
    const sleep = () => database.query('select pg_sleep(600)')

    await served(world, sleep, async (url) => {
      const response = await fetch(url, init)

      expect(response.status).toBe(504)
      expect(await response.json()).toMatchObject({
        code: 'database_timeout',
        detail: 'the database did not answer in time',
      })
    })
    await database.close() // which waits for every connection that is in use
  }),
)

test('a caller who leaves within a statement: it is canceled, and what came before is rolled back', () =>
  withDatabase(async (world) => {
    await world.database.query('create table seats (id int primary key)')
    const leaving = new AbortController()
    const book = () =>
      world.database.transaction(async (query) => {
        await query('insert into seats values (1)')
        leaving.abort()
        await query('select pg_sleep(600)')
      })

    await served(world, book, async (url) => {
      await expect(fetch(url, { signal: leaving.signal })).rejects.toThrow('aborted')
      await world.inFlight.idle()
    })

    expect(world.lines).toMatchObject([{ fields: { status: 499 } }])
    expect(await seats(world)).toEqual([])
  }))

test('a caller who leaves between two steps: the transaction is not committed', () =>
  withDatabase(async (world) => {
    await world.database.query('create table seats (id int primary key)')
    const leaving = new AbortController()
    const gone = Promise.withResolvers<void>()
    const routes = Router().get('/', async (_req, res) => {
      res.once('close', () => gone.resolve())
      await world.database.transaction(async (query) => {
        await query('insert into seats values (1)')
        leaving.abort()
        await gone.promise
      })
    })

    await withServer(createHttpApp({ ...world, routes }), async ({ url }) => {
      await expect(fetch(url, { signal: leaving.signal })).rejects.toThrow('aborted')
      await world.inFlight.idle()
    })

    expect(await seats(world)).toEqual([])
  }))

test('a server that accepts and then says nothing holds nobody for longer than he waits', () =>
  withDatabase(async (world) => {
    const { hostname, port } = new URL(world.url)
    let isSilent = false
    const proxy = createServer((client) => pipeUnless(client, connect(Number(port), hostname)))
    const pipeUnless = (client: Socket, server: Socket) => {
      client.on('data', (bytes) => isSilent || server.write(bytes)).on('error', () => {})
      server.on('data', (bytes) => isSilent || client.write(bytes)).on('error', () => {})
      client.once('close', () => server.destroy())
    }
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    const url = new URL(world.url)
    url.port = String((proxy.address() as { port: number }).port)
    const database: Database = openDatabase({ ...world, url: url.href, name: 'silent' })
    await database.ping()
    isSilent = true

    await served(
      world,
      () => database.query('select 1'),
      async (at) => {
        const response = await fetch(at, within(3000))

        expect(response.status).toBe(504)
        expect(await response.json()).toMatchObject({ code: 'database_timeout' })
      },
    )
    await database.close()
    proxy.close()
  }))
