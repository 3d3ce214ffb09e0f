import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, isRunning } from '@onetrace/processes'
import { guardOf, withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from './launcher.ts'
import { startInChild } from './test-processes.ts'
import { withClient } from './test-world.ts'

const orders = { database: 'orders', role: 'orders' }

/** Data of a server that was stopped in order, and how to start it again. */
async function withStoppedServer(
  fn: (world: { dataDir: string; start: () => Promise<PostgresServer> }) => Promise<void>,
) {
  await withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const port = await freePort()
    const start = () => startPostgres({ dataDir, port })
    await (await start()).stop()
    await fn({ dataDir, start })
  })
}

async function expectToWork(server: PostgresServer) {
  const url = await server.ensureDatabase(orders)
  const { rows } = await withClient(url, (client) => client.query('select 1 as one'))
  await server.stop()
  expect(rows).toEqual([{ one: 1 }])
}

test('killed with a client connected, it starts at once and has every committed row', () =>
  withStoppedServer(async ({ start }) => {
    const first = await start()
    const url = await first.ensureDatabase(orders)
    await withClient(url, async (client) => {
      await client.query('create table t (n int)')
      for (let n = 0; n < 200; n++) await client.query('insert into t values ($1)', [n])
      await first.kill()
      const second = await start()

      const found = await withClient(url, (again) => again.query('select count(*)::int from t'))

      expect(found.rows).toEqual([{ count: 200 }])
      expect(await first.exited).toEqual({ wanted: true, how: 'ended by SIGKILL' })
      await second.stop()
    })
  }))

test('a lock file that names a dead process is no obstacle', () =>
  withStoppedServer(async ({ dataDir, start }) => {
    const dead = spawn('true')
    await new Promise((done) => dead.once('exit', done))
    writeFileSync(join(dataDir, 'postmaster.pid'), `${dead.pid}\n${dataDir}\n`)

    await expectToWork(await start())
  }))

test('nor is one whose pid belongs to something else by now', () =>
  withStoppedServer(async ({ dataDir, start }) => {
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n`)

    await expectToWork(await start())
  }))

test('nor an empty one', () =>
  withStoppedServer(async ({ dataDir, start }) => {
    const file = join(dataDir, 'postmaster.pid')
    writeFileSync(file, '')
    utimesSync(file, 1, 1) // a fresh one could be that of a server which is just starting

    await expectToWork(await start())
  }))

test('a server whose launcher and guard were killed is taken over, port and all', () =>
  withFolder(async (folder) => {
    const options = { dataDir: join(folder, 'data'), port: await freePort() }
    const { parent, server, bystander } = await startInChild(options)
    const guard = guardOf(parent.pid)
    process.kill(guard, 'SIGSTOP') // a guard that cannot act
    parent.kill('SIGKILL')
    await expect.poll(() => parent.signalCode).toBe('SIGKILL')
    expect(isRunning(server)).toBe(true)

    const second = await startPostgres(options)

    expect(isRunning(server)).toBe(false)
    for (const pid of [guard, bystander]) process.kill(pid, 'SIGKILL')
    await expectToWork(second)
  }))

test('data of another major version is refused with both numbers', () =>
  withStoppedServer(async ({ dataDir, start }) => {
    writeFileSync(join(dataDir, 'PG_VERSION'), '16\n')

    await expect(start()).rejects.toThrow(
      `expected ${dataDir} to hold data of PostgreSQL 18, it is of 16`,
    )
  }))

test('what a killed initdb left is cleared, what another one is making is not', () =>
  withFolder(async (folder) => {
    const dead = spawn('true')
    await new Promise((done) => dead.once('exit', done))
    mkdirSync(join(folder, `data.initdb-${dead.pid}-abcdef`, 'data'), { recursive: true })
    mkdirSync(join(folder, `data.initdb-${process.pid}-abcdef`))

    const server = await startPostgres({ dataDir: join(folder, 'data'), port: await freePort() })
    await server.stop()

    const kept = `data.initdb-${process.pid}-abcdef`
    expect(readdirSync(folder).sort()).toEqual(['data', kept, 'data.log'].sort())
  }))

test('a server whose guard is killed ends in order and says so', () =>
  withStoppedServer(async ({ dataDir, start }) => {
    const server = await start()

    process.kill(guardOf(process.pid), 'SIGKILL')

    expect(await server.exited).toEqual({
      wanted: false,
      how: 'was stopped, since its guard had ended',
    })
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false)
  }))
