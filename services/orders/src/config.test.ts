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
    proxies: 0,
    database: { url: 'postgres://db/orders', connectMs: 2000, statementMs: 5000 },
    usersUrl: 'http://127.0.0.1:8081',
    usersTimeoutMs: 2000,
    outbox: {
      relay: 'on',
      shape: 'child',
      concurrency: 8,
      batchSize: 1,
      leaseMs: 10_000,
      pollMs: 5000,
      retry: { baseMs: 500, maxMs: 300_000, maxAttempts: 12 },
    },
  })
})

test('a lease outlasts the longest delivery', () => {
  const env = { DATABASE_URL: 'postgres://db/orders', USERS_TIMEOUT: '500' }
  const leaseOf = (OUTBOX_LEASE_MS: string) =>
    readConfig({ ...env, OUTBOX_LEASE_MS }).outbox.leaseMs

  expect(leaseOf('501')).toBe(501)
  expect(() => leaseOf('500')).toThrow(
    'configuration: OUTBOX_LEASE_MS: expected a whole number of 501 to 3600000, got "500"',
  )
})

test('every bad variable is named at once, and no password is quoted', () => {
  const env = { DATABASE_URL: 'mysql://jo:hush@db/orders', USERS_TIMEOUT: '2s' }

  expect(() => readConfig(env)).toThrow(
    'configuration: USERS_TIMEOUT: expected whole milliseconds above 0, got "2s"; ' +
      'DATABASE_URL: expected a URL, got another form',
  )
})
