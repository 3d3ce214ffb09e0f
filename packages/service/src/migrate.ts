import { readdirSync, readFileSync } from 'node:fs'
import type { Database, Query } from './database.ts'

/** Any number that no other advisory lock of the database uses. */
const lockKey = 4_711_001

interface Migration {
  name: string
  sql: string
}

/**
 * Applies `NNNN_name.sql` files that were not applied yet, in order, all in one transaction behind
 * an advisory lock: of two processes that start at once one migrates and the other waits.
 *
 * @throws {Error} when a file has changed since it was applied, naming it
 */
export async function migrate(database: Database, dir: URL): Promise<string[]> {
  const migrations = readMigrations(dir)
  return database.transaction(async (query) => {
    // The time limit of requests must not end a long migration, nor the wait for another process.
    await query('set local statement_timeout = 0')
    await query(`select pg_advisory_xact_lock(${lockKey})`)
    const applied = await appliedMigrations(query)
    const pending = migrations.filter((migration) => !isApplied(migration, applied))
    for (const migration of pending) await apply(query, migration)
    return pending.map(({ name }) => name)
  })
}

function readMigrations(dir: URL): Migration[] {
  const names = readdirSync(dir).filter((name) => name.endsWith('.sql'))
  const misnamed = names.find((name) => !/^\d{4}_\w+\.sql$/.test(name))
  if (misnamed || names.length === 0)
    throw new Error(`expected NNNN_name.sql files in ${dir.pathname}, found ${misnamed ?? 'none'}`)
  return names.sort().map((name) => ({ name, sql: readFileSync(new URL(name, dir), 'utf8') }))
}

async function appliedMigrations(query: Query): Promise<Map<string, string>> {
  await query(
    `create table if not exists schema_migrations (
       name text primary key, sql text not null, applied_at timestamptz not null default now())`,
  )
  const rows = await query<Migration>('select name, sql from schema_migrations')
  return new Map(rows.map(({ name, sql }) => [name, sql]))
}

function isApplied({ name, sql }: Migration, applied: Map<string, string>): boolean {
  const earlier = applied.get(name)
  if (earlier === undefined) return false
  if (earlier === sql) return true
  throw new Error(`migration ${name} was applied with another text; write a new one instead`)
}

async function apply(query: Query, { name, sql }: Migration): Promise<void> {
  await query(sql)
  await query('insert into schema_migrations (name, sql) values ($1, $2)', [name, sql])
}
