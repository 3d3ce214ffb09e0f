import { expect, test } from 'vitest'
import { readStatementLogging } from './statement-logging.ts'

test.each([
  [{}, { sampleRate: 1, slowMs: 100 }],
  [{ POSTGRES_LOG_SAMPLE_RATE: '0.05' }, { sampleRate: 0.05, slowMs: 100 }],
  [
    { POSTGRES_LOG_SAMPLE_RATE: '0', POSTGRES_LOG_SLOW_MS: '20' },
    { sampleRate: 0, slowMs: 20 },
  ],
  [{ POSTGRES_LOG_SLOW_MS: 'off' }, { sampleRate: 1 }],
  [{ POSTGRES_LOG_STATEMENTS: 'off' }, 'off'],
])('%o logs %o', (env, expected) => {
  expect(readStatementLogging(env)).toEqual(expected)
})

test.each([
  ['POSTGRES_LOG_SAMPLE_RATE', '50 %', 'a number from 0 to 1'],
  ['POSTGRES_LOG_SAMPLE_RATE', '1.5', 'a number from 0 to 1'],
  ['POSTGRES_LOG_SLOW_MS', '1s', 'off or whole milliseconds'],
  ['POSTGRES_LOG_STATEMENTS', 'all', 'on or off'],
])('%s=%s is refused with what it may be', (name, value, expected) => {
  const wrong = `${name}: expected ${expected}, got "${value}"`

  expect(() => readStatementLogging({ [name]: value })).toThrow(wrong)
})
