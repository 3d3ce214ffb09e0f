import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from './launcher.ts'
import { withClient } from './test-world.ts'

const address = { database: 'postgres', role: 'postgres' }

async function query(server: PostgresServer, text: string): Promise<unknown[]> {
  return withClient(server.url(address), async (client) => (await client.query(text)).rows)
}

test('new data is a copy of one cluster, which no server has touched', () =>
  withFolder(async (folder) => {
    const templates = join(folder, 'templates')
    const start = async (name: string) =>
      startPostgres({ dataDir: join(folder, name), templates, port: await freePort() })
    const first = await start('first')
    await query(first, 'create table t ()')

    const second = await start('second')

    const identity = 'select system_identifier from pg_control_system()'
    const tables = `select from pg_class where relname = 't'`
    expect(await query(second, identity)).toEqual(await query(first, identity))
    expect([await query(first, tables), await query(second, tables)]).toEqual([[{}], []])
    expect(readdirSync(templates)).toEqual([expect.stringMatching(/^uid-\d+-[0-9a-f]{16}$/)])
    await Promise.all([first.stop(), second.stop()])
  }))

test('of several that find none yet, all start', () =>
  withFolder(async (folder) => {
    const templates = join(folder, 'templates')
    const start = async (name: string) =>
      startPostgres({ dataDir: join(folder, name), templates, port: await freePort() })

    const servers = await Promise.all([start('first'), start('second')])

    for (const server of servers) expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }])
    expect(readdirSync(templates)).toHaveLength(1)
    await Promise.all(servers.map((server) => server.stop()))
  }))
