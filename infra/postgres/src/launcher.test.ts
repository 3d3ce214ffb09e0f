import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freePort, isRunning } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { startPostgres } from './launcher.ts'
import { PortTakenError } from './port-taken-error.ts'
import { startInChild } from './test-processes.ts'
import { withClient } from './test-world.ts'
import { withPostgres } from './with-postgres.ts'

test('a role owns its database and cannot enter another', () =>
  withPostgres(async (server) => {
    const orders = await server.ensureDatabase({ database: 'orders', role: 'orders' })
    await server.ensureDatabase({ database: 'users', role: 'users' })

    const found = await withClient(orders, async (client) => {
      await client.query('create table t (id int)')
      const { rows } = await client.query('select current_user as me, version() as version')
      return rows[0]
    })

    expect(found).toEqual({ me: 'orders', version: expect.stringMatching(/^PostgreSQL 18\./) })
    for (const database of ['users', 'postgres']) {
      const entry = withClient(server.url({ database, role: 'orders' }), async () => {})
      await expect(entry).rejects.toThrow(`permission denied for database "${database}"`)
    }
  }))

test('many may ensure the same database at once', () =>
  withPostgres(async (server) => {
    const address = { database: 'a "quoted" name', role: 'o/rders' }

    const urls = await Promise.all(Array.from({ length: 8 }, () => server.ensureDatabase(address)))

    expect(new Set(urls).size).toBe(1)
    await withClient(urls[0] ?? '', async (client) => {
      const { rows } = await client.query(
        'select current_database() as database, current_user as role',
      )
      expect(rows).toEqual([address])
    })
  }))

test('a password is asked for', () =>
  withPostgres(async (server) => {
    const url = server
      .url({ database: 'postgres', role: 'postgres' })
      .replace(/:[^:@]+@/, ':guess@')

    await expect(withClient(url, async () => {})).rejects.toThrow('password authentication failed')
  }))

test('data outlives a stop, which cuts sessions', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const first = await startPostgres({ dataDir, port: await freePort() })
    const url = await first.ensureDatabase({ database: 'orders', role: 'orders' })
    await withClient(url, async (idle) => {
      await idle.query('create table t as select 7 as n')
      await first.stop()
    })

    const second = await startPostgres({ dataDir, port: await freePort() })
    const again = second.url({ database: 'orders', role: 'orders' })
    const rows = await withClient(again, async (c) => (await c.query('select n from t')).rows)
    await Promise.all([second.stop(), second.stop()])

    expect(rows).toEqual([{ n: 7 }])
    expect(await first.exited).toEqual({ wanted: true, how: 'ended with code 0' })
    expect(isRunning(first.pid) || isRunning(second.pid)).toBe(false)
  }))

test('a second server on the same data is refused by name', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const first = await startPostgres({ dataDir, port: await freePort() })

    const second = startPostgres({ dataDir, port: await freePort() })

    await expect(second).rejects.toThrow(
      `expected no server on ${dataDir}, found one, process ${first.pid}, which process ${process.pid} started`,
    )
    await first.stop()
  }))

test('of two starts at once on new data one wins, the other names it', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const start = async () => startPostgres({ dataDir, port: await freePort() })

    const starts = await Promise.allSettled([start(), start()])

    const [winner] = starts.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
    const losses = starts.flatMap((it) => (it.status === 'rejected' ? [it.reason.message] : []))
    expect(losses).toEqual([expect.stringContaining(`found one, process ${winner?.pid},`)])
    expect(readdirSync(folder).sort()).toEqual(['data', 'data.log'])
    await winner?.stop()
  }))

test('a taken port is named before anything is made', () =>
  withFolder(async (folder) => {
    const port = await freePort()
    const holder = createServer().listen(port, '127.0.0.1')

    const error = await startPostgres({ dataDir: join(folder, 'data'), port }).catch((e) => e)

    expect(error).toBeInstanceOf(PortTakenError)
    expect(error.message).toContain(`port ${port}`)
    expect(readdirSync(folder)).toEqual([])
    await new Promise((closed) => holder.close(closed))
  }))

test('a server that does not start shows its last words', () =>
  withFolder(async (folder) => {
    const start = startPostgres({
      dataDir: join(folder, 'data'),
      port: await freePort(),
      flags: { shared_buffers: 'plenty' },
    })

    await expect(start).rejects.toThrow(/ended with code 1.*invalid value.*"plenty"/s)
  }))

test('a folder with other files is left alone', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'photos')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'cat.jpg'), '')

    const start = startPostgres({ dataDir, port: await freePort() })

    await expect(start).rejects.toThrow(`expected ${dataDir} to be PostgreSQL's data or empty`)
    expect(readdirSync(dataDir)).toEqual(['cat.jpg'])
  }))

test('aborted in initdb, a start leaves nothing', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const templates = join(folder, 'templates')
    mkdirSync(templates)
    const abort = new AbortController()
    const options = { dataDir, templates, port: await freePort(), signal: abort.signal }
    const refused = expect(startPostgres(options)).rejects.toThrow('aborted')
    const begun = () => readdirSync(templates).some((name) => name.includes('.initdb-'))
    await expect.poll(begun).toBe(true)

    abort.abort()

    await refused
    expect(readdirSync(folder)).toEqual(['data.log', 'templates'])
    expect(readdirSync(templates)).toEqual([])
  }))

test('aborted while it waits for the server, a start stops it', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const options = { dataDir, port: await freePort() }
    await (await startPostgres(options)).stop()
    const abort = new AbortController()
    // It runs, and listens where nobody asks.
    const flags = { listen_addresses: '', unix_socket_directories: '.' }
    const start = startPostgres({ ...options, flags, signal: abort.signal })
    const refused = expect(start).rejects.toThrow('aborted')
    const begun = () => existsSync(join(dataDir, 'postmaster.pid'))
    await expect.poll(begun).toBe(true)

    abort.abort()

    await refused
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false)
  }))

test('withPostgres stops its server when the test fails', async () => {
  let pid = 0
  const failing = withPostgres(async (server) => {
    pid = server.pid
    throw new Error('the test failed')
  })

  await expect(failing).rejects.toThrow('the test failed')

  expect(pid).toBeGreaterThan(0)
  expect(isRunning(pid)).toBe(false)
})

test('Ctrl-C reaches the caller alone, who still has the database while it drains', () =>
  withFolder(async (folder) => {
    const options = { dataDir: join(folder, 'data'), port: await freePort() }
    const { parent, server } = await startInChild(options, { detached: true })
    const lastWords = new Promise((said) => parent.stdout?.once('data', (data) => said(`${data}`)))

    process.kill(-parent.pid, 'SIGINT')

    expect(await lastWords).toBe('drained: 1 row, ended with code 0\n')
    expect(isRunning(server)).toBe(false)
  }))
