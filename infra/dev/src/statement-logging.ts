import type { StatementLogging } from '@onetrace/postgres'

/**
 * `POSTGRES_LOG_*` of the caller's shell: how much of what the services ask is in Postgres' log.
 *
 * @throws {Error} that names the variable, what it may be and what came
 */
export function readStatementLogging(env: NodeJS.ProcessEnv): StatementLogging | 'off' {
  const slow = read(
    env,
    'POSTGRES_LOG_SLOW_MS',
    '100',
    'off or whole milliseconds',
    (text) => text === 'off' || /^\d{1,9}$/.test(text),
  )
  const rate = read(
    env,
    'POSTGRES_LOG_SAMPLE_RATE',
    '1',
    'a number from 0 to 1',
    (text) => /^(0|1|[01]?\.\d+)$/.test(text) && Number(text) <= 1,
  )
  const statements = read(env, 'POSTGRES_LOG_STATEMENTS', 'on', 'on or off', (text) =>
    ['on', 'off'].includes(text),
  )
  if (statements === 'off') return 'off'
  return { sampleRate: Number(rate), ...(slow !== 'off' && { slowMs: Number(slow) }) }
}

function read(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: string,
  expected: string,
  isRight: (text: string) => boolean,
): string {
  const text = env[name] || fallback
  if (isRight(text)) return text
  throw new Error(`${name}: expected ${expected}, got ${JSON.stringify(text)}`)
}
