import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from './launcher.ts'
import { statementsLogged } from './statement-log.ts'
import type { StatementLogging } from './statement-settings.ts'
import { withClient } from './test-world.ts'

const orders = { database: 'orders', role: 'orders' }

interface Logged {
  server: PostgresServer
  url: string
  /** What was logged of the role, without what the look itself writes. */
  lines: () => Promise<{ severity: string; message: string }[]>
  text: () => string
}

function withLoggingServer(
  logStatements: StatementLogging | 'off',
  fn: (world: Logged) => Promise<void>,
) {
  return withFolder(async (folder) => {
    const port = await freePort()
    const server = await startPostgres({ dataDir: join(folder, 'data'), port, logStatements })
    try {
      const url = await server.ensureDatabase(orders)
      const text = () => readFileSync(server.jsonLog, 'utf8')
      const lines = async () => {
        await statementsLogged({ url, path: server.jsonLog })
        return roleLines(text())
      }
      await fn({ server, url, lines, text })
    } finally {
      await server.stop()
    }
  })
}

function roleLines(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ user, message }) => user === 'orders' && !message.includes('quiesce'))
    .map(({ error_severity: severity, message }) => ({ severity, message }))
}

const withoutTime = ({ severity, message }: { severity: string; message: string }) =>
  `${severity} ${message.replace(/^duration: [\d.]+ ms {2}/, 'took ')}`

test("a role's statements are in the log once it is asked for, with the server's time, without values", () =>
  withLoggingServer({ sampleRate: 1 }, async ({ url, lines, text }) => {
    await withClient(url, async (client) => {
      await client.query('create table people (name text)')
      await client.query('insert into people values ($1)', ['Ada Lovelace'])
      const wrong = client.query('insert into persons values ($1)', ['Ada Lovelace'])
      await expect(wrong).rejects.toThrow('does not exist')
    })

    expect((await lines()).map(withoutTime)).toEqual([
      'LOG took statement: create table people (name text)',
      'LOG took parse <unnamed>: insert into people values ($1)',
      'LOG took bind <unnamed>: insert into people values ($1)',
      'LOG took execute <unnamed>: insert into people values ($1)',
      'ERROR relation "persons" does not exist',
    ])
    expect(text()).not.toContain('Ada')
    expect(text().toLowerCase()).not.toContain('password')
  }))

test('of sampled transactions all statements are logged, of the others none', () =>
  withLoggingServer({ sampleRate: 0.5 }, async ({ url, lines }) => {
    await withClient(url, async (client) => {
      for (let i = 0; i < 200; i++) {
        await client.query('begin')
        await client.query(`select ${i} as nth`)
        await client.query('commit')
      }
    })

    const logged = (await lines()).map(withoutTime)
    const kinds = Map.groupBy(logged, (line) => line.replace(/\d+/, 'n'))
    const counts = [...kinds.values()].map(({ length }) => length)
    expect([...kinds.keys()]).toHaveLength(3)
    expect(new Set(counts).size).toBe(1)
    // 200 throws of a coin: outside of this once in ten thousand million runs.
    expect(counts[0]).toBeGreaterThan(55)
    expect(counts[0]).toBeLessThan(145)
  }))

test('a slow statement is logged in any case, with its plan', () =>
  withLoggingServer({ sampleRate: 0, slowMs: 20 }, async ({ server, url, lines }) => {
    await withClient(url, async (client) => {
      await client.query('select 1 as quick')
      await client.query('select pg_sleep(0.05)')
    })

    expect(server.canExplain).toBe(true)
    expect((await lines()).map(withoutTime)).toEqual([
      expect.stringMatching(
        /^LOG took plan:\nQuery Text: select pg_sleep\(0.05\)\nResult {2}\(cost/,
      ),
      'LOG took statement: select pg_sleep(0.05)',
    ])
  }))

test('switched off only errors are logged, also of a role that was logged before', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'data')
    const start = async (logStatements: StatementLogging | 'off') =>
      startPostgres({ dataDir, port: await freePort(), logStatements })
    const before = await start({ sampleRate: 1, slowMs: 0 })
    await before.ensureDatabase(orders)
    await before.stop()
    const server = await start('off')
    const url = await server.ensureDatabase(orders)

    await withClient(url, async (client) => {
      await client.query('select 1')
      await expect(client.query('select 1 / 0')).rejects.toThrow('division')
    })
    await statementsLogged({ url, path: server.jsonLog })

    const logged = roleLines(readFileSync(server.jsonLog, 'utf8'))
    expect(logged.map(withoutTime)).toEqual(['ERROR division by zero'])
    await server.stop()
  }))

test('a server that is down has nothing left to write', () =>
  withLoggingServer({ sampleRate: 1 }, async ({ server, url }) => {
    await server.stop()

    await statementsLogged({ url, path: server.jsonLog })
  }))
