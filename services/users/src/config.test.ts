import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('users needs a database and nothing else', () => {
  const config = readConfig({ DATABASE_URL: 'postgres://db/users' })

  expect(config).toEqual({
    host: '127.0.0.1',
    port: 8081,
    managementHost: '127.0.0.1',
    managementPort: 8091,
    drainMs: 10_000,
    proxies: 0,
    database: { url: 'postgres://db/users', connectMs: 2000, statementMs: 5000 },
  })
})

test('without a database it says so', () => {
  expect(() => readConfig({})).toThrow(
    'configuration: DATABASE_URL: expected a URL, but it is not set',
  )
})
