import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { lendDatabases } from './test-database.ts'

const withDatabase = lendDatabases()

interface Folder {
  dir: URL
  write: (name: string, sql: string) => Promise<void>
}

const withFolder = (fn: (world: Folder & { database: Database }) => Promise<void>) =>
  withDatabase(async ({ database }) => {
    const path = await mkdtemp(join(tmpdir(), 'onetrace-migrations-'))
    const write = (name: string, sql: string) => writeFile(join(path, name), sql)
    try {
      await fn({ database, dir: pathToFileURL(`${path}/`), write })
    } finally {
      await rm(path, { recursive: true })
    }
  })

test('files are applied in order, each once, and a new one later', () =>
  withFolder(async ({ database, dir, write }) => {
    await write('0002_more.sql', 'alter table seats add price int; insert into seats values (1, 9)')
    await write('0001_seats.sql', 'create table seats (id int)')

    const first = await migrate(database, dir)
    await write('0003_last.sql', 'insert into seats values (2, 8)')
    const second = await migrate(database, dir)

    expect(first).toEqual(['0001_seats.sql', '0002_more.sql'])
    expect(second).toEqual(['0003_last.sql'])
    expect(await database.query('select id, price from seats order by id')).toEqual([
      { id: 1, price: 9 },
      { id: 2, price: 8 },
    ])
  }))

test('of two that start at once, one migrates and the other waits', () =>
  withFolder(async ({ database, dir, write }) => {
    await write('0001_seats.sql', 'create table seats (id int)')

    const applied = await Promise.all([migrate(database, dir), migrate(database, dir)])

    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([['0001_seats.sql'], []])
  }))

test('a file that has changed since it was applied is an error that names it', () =>
  withFolder(async ({ database, dir, write }) => {
    await write('0001_seats.sql', 'create table seats (id int)')
    await migrate(database, dir)
    await write('0001_seats.sql', 'create table seats (id bigint)')

    await expect(migrate(database, dir)).rejects.toThrow(
      'migration 0001_seats.sql was applied with another text; write a new one instead',
    )
  }))

test('when one file fails, none of the run is applied', () =>
  withFolder(async ({ database, dir, write }) => {
    await write('0001_seats.sql', 'create table seats (id int)')
    await write('0002_wrong.sql', 'create tabel halls (id int)')

    await expect(migrate(database, dir)).rejects.toThrow('syntax error')

    expect(await database.query(`select to_regclass('seats') as seats`)).toEqual([{ seats: null }])
  }))

test('a migration may take longer than a request’s statement', () =>
  withFolder(async ({ database, dir, write }) => {
    await write(
      '0001_limit.sql',
      `create table seen as select current_setting('statement_timeout')`,
    )

    await migrate(database, dir)

    expect(await database.query('select * from seen')).toEqual([{ current_setting: '0' }])
    expect(await database.query('show statement_timeout')).toEqual([{ statement_timeout: '2min' }])
  }))

test('a file of another name is an error, since it would never be applied', () =>
  withFolder(async ({ database, dir, write }) => {
    await write('0001_seats.sql', 'create table seats (id int)')
    await write('002-halls.sql', 'create table halls (id int)')

    await expect(migrate(database, dir)).rejects.toThrow(
      `expected NNNN_name.sql files in ${dir.pathname}, found 002-halls.sql`,
    )
  }))

test('a folder without migrations is an error', () =>
  withFolder(async ({ database, dir }) => {
    await expect(migrate(database, dir)).rejects.toThrow('found none')
  }))
