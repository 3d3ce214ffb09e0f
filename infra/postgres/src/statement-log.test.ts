import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from './launcher.ts'
import { statementsLogged } from './statement-log.ts'
import { withClient } from './test-world.ts'

const orders = { database: 'orders', role: 'orders' }

function withLoggingServer(fn: (server: PostgresServer, url: string) => Promise<void>) {
  return withFolder(async (folder) => {
    const port = await freePort()
    const server = await startPostgres({
      dataDir: join(folder, 'data'),
      port,
      logStatements: true,
    })
    try {
      await fn(server, await server.ensureDatabase(orders))
    } finally {
      await server.stop()
    }
  })
}

test("a role's statements are in the log once it is asked for, one line each, without values", () =>
  withLoggingServer(async (server, url) => {
    await withClient(url, async (client) => {
      await client.query('create table people (name text)')
      await client.query('insert into people values ($1)', ['Ada Lovelace'])
      const wrong = client.query('insert into persons values ($1)', ['Ada Lovelace'])
      await expect(wrong).rejects.toThrow('does not exist')
    })

    await statementsLogged({ url, path: server.jsonLog })

    const text = readFileSync(server.jsonLog, 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ user, message }) => user === 'orders' && !message.includes('quiesce'))
    expect(lines.map(({ error_severity, message }) => `${error_severity} ${message}`)).toEqual([
      'LOG statement: create table people (name text)',
      'LOG execute <unnamed>: insert into people values ($1)',
      'ERROR relation "persons" does not exist',
    ])
    expect(text).not.toContain('Ada')
    expect(text.toLowerCase()).not.toContain('password')
  }))

test('a server that is down has nothing left to write', () =>
  withLoggingServer(async (server, url) => {
    await server.stop()

    await statementsLogged({ url, path: server.jsonLog })
  }))
