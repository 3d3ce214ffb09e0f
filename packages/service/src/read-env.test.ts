import { expect, test } from 'vitest'
import { ConfigError, type EnvReader, readEnv } from './read-env.ts'

const read = (from: EnvReader) => ({
  host: from.text('HOST', '127.0.0.1'),
  port: from.port('PORT', 8080),
  databaseUrl: from.url('DATABASE_URL'),
  timeoutMs: from.milliseconds('TIMEOUT', 5000),
  keys: from.value('KEYS', {
    expected: 'a=b',
    parse: (text) => (text.includes('=') ? text.split('=') : undefined),
    secret: true,
  }),
})

test('values are read, trimmed, and missing ones take their fallback', () => {
  const config = readEnv(
    { DATABASE_URL: ' postgres://db/orders/ ', KEYS: 'a=b', PORT: ' 0 ' },
    read,
  )

  expect(config).toEqual({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: 'postgres://db/orders',
    timeoutMs: 5000,
    keys: ['a', 'b'],
  })
})

test('every problem is in one message, and secrets are not quoted', () => {
  const env = {
    PORT: '65536',
    DATABASE_URL: 'mysql://jo:hush@db/orders',
    TIMEOUT: '0',
    KEYS: 'hush',
  }

  expect(() => readEnv(env, read)).toThrow(
    new ConfigError([
      'PORT: expected a port (0 to 65535), got "65536"',
      'DATABASE_URL: expected a URL, got another form',
      'TIMEOUT: expected whole milliseconds above 0, got "0"',
      'KEYS: expected a=b, got another form',
    ]),
  )
})

test('what is not set and has no fallback is said to be missing, an empty text too', () => {
  expect(() => readEnv({ KEYS: '  ' }, read)).toThrow(
    'configuration: DATABASE_URL: expected a URL, but it is not set; ' +
      'KEYS: expected a=b, but it is not set',
  )
})

test.each(['80.5', '-1', '0x50', '1e3', '99999999999999999999'])('%s is no port', (PORT) => {
  const env = { PORT, DATABASE_URL: 'postgres://db/orders', KEYS: 'a=b' }

  expect(() => readEnv(env, read)).toThrow(
    `configuration: PORT: expected a port (0 to 65535), got "${PORT}"`,
  )
})

test.each(['2147483648', '5s', '1.5'])('%s is no time in milliseconds', (TIMEOUT) => {
  const env = { TIMEOUT, DATABASE_URL: 'postgres://db/orders', KEYS: 'a=b' }

  expect(() => readEnv(env, read)).toThrow(
    `configuration: TIMEOUT: expected whole milliseconds above 0, got "${TIMEOUT}"`,
  )
})

test.each([
  [{}, { workers: 8, shape: 'child' }],
  [
    { WORKERS: '1', SHAPE: 'link' },
    { workers: 1, shape: 'link' },
  ],
  [{ WORKERS: '10' }, { workers: 10, shape: 'child' }],
])('%o is read as %o', (env, expected) => {
  expect(readEnv(env, readChoices)).toEqual(expected)
})

test.each([
  [{ WORKERS: '0' }, 'WORKERS: expected a whole number of 1 to 10, got "0"'],
  [{ WORKERS: '11' }, 'WORKERS: expected a whole number of 1 to 10, got "11"'],
  [{ SHAPE: 'Link' }, 'SHAPE: expected child or link, got "Link"'],
])('%o is refused with what was expected', (env, problem) => {
  expect(() => readEnv(env, readChoices)).toThrow(`configuration: ${problem}`)
})

function readChoices(from: EnvReader) {
  return {
    workers: from.count('WORKERS', { fallback: 8, most: 10 }),
    shape: from.oneOf('SHAPE', ['child', 'link']),
  }
}
