import pg from 'pg'
import { rolePassword, superuser } from './password.ts'

export interface DatabaseAddress {
  database: string
  role: string
}

export interface Databases {
  url(address: DatabaseAddress): string
  ensureDatabase(address: DatabaseAddress): Promise<string>
  /** Resolves when the server answers, rejects when it does not yet. */
  ping(): Promise<void>
}

export interface DatabasesServer {
  port: number
  password: string
  /** Of every role that `ensureDatabase` makes or finds; undefined takes back what was set before. */
  roleSettings?: Record<string, string | undefined>
}

export function createDatabases(server: DatabasesServer): Databases {
  const { port, password } = server
  const url = ({ database, role }: DatabaseAddress) =>
    `postgres://${encodeURIComponent(role)}:${rolePassword(password, role)}` +
    `@127.0.0.1:${port}/${encodeURIComponent(database)}`

  return {
    url,
    ping: () => withAdmin(server, async () => {}),
    async ensureDatabase(address) {
      await withAdmin(server, (admin) => ensure(admin, address, server))
      return url(address)
    },
  }
}

async function ensure(
  admin: pg.Client,
  { database, role }: DatabaseAddress,
  { password, roleSettings = {} }: DatabasesServer,
) {
  const [name, owner] = [pg.escapeIdentifier(database), pg.escapeIdentifier(role)]
  // PostgreSQL has no `create ... if not exists` for either; held until this session ends.
  await admin.query(`select pg_advisory_lock(hashtext('onetrace.ensure_database'))`)
  if (!(await exists(admin, 'select from pg_roles where rolname = $1', role))) {
    const secret = pg.escapeLiteral(rolePassword(password, role))
    await admin.query(`create role ${owner} login password ${secret}`)
  }
  for (const [setting, value] of Object.entries(roleSettings)) {
    const change = value === undefined ? 'reset' : 'set'
    const to = value === undefined ? '' : ` = ${pg.escapeLiteral(value)}`
    await admin.query(`alter role ${owner} ${change} ${setting}${to}`)
  }
  if (await exists(admin, 'select from pg_database where datname = $1', database)) return
  await admin.query(`create database ${name} owner ${owner}`)
  // By default everyone may connect to every database. Each role is to see its own alone.
  await admin.query(`revoke all on database ${name} from public`)
  await admin.query('revoke all on database postgres, template1 from public')
}

async function exists(admin: pg.Client, query: string, name: string): Promise<boolean> {
  const { rowCount } = await admin.query(query, [name])
  return rowCount !== 0
}

async function withAdmin(
  { port, password }: DatabasesServer,
  fn: (admin: pg.Client) => Promise<void>,
): Promise<void> {
  // Spelled out, since pg would take what is missing from the caller's PGUSER, PGSSLMODE and so on.
  const admin = new pg.Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 5000,
  })
  admin.on('error', () => {}) // a cut connection also rejects the query that runs on it
  await admin.connect()
  try {
    await fn(admin)
  } finally {
    await admin.end()
  }
}
