import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('with a database alone orders finds users at its default port', () => {
  const config = readConfig({ DATABASE_URL: 'postgres://db/orders' })

  expect(config).toEqual({
    host: '127.0.0.1',
    port: 8082,
    managementHost: '127.0.0.1',
    managementPort: 8092,
    drainMs: 10_000,
    databaseUrl: 'postgres://db/orders',
    usersUrl: 'http://127.0.0.1:8081',
    usersTimeoutMs: 2000,
  })
})

test('every bad variable is named at once, and no password is quoted', () => {
  const env = { DATABASE_URL: 'mysql://jo:hush@db/orders', USERS_TIMEOUT: '2s' }

  expect(() => readConfig(env)).toThrow(
    'configuration: DATABASE_URL: expected a URL, got another form; ' +
      'USERS_TIMEOUT: expected whole milliseconds above 0, got "2s"',
  )
})
