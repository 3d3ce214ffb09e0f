import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'

/** Which statements of the roles are lines of the server's log. */
export interface StatementLogging {
  /** Of all transactions the share, 0 to 1, whose statements are logged: all of one or none. */
  sampleRate: number
  /** Slower ones are logged in any case, with their plan. Absent: no statement for its slowness. */
  slowMs?: number | undefined
}

/**
 * Of a role, not of the server: the superuser's own statements hold passwords. Durations come with
 * `log_min_duration_statement`, which writes three lines for a statement with parameters (parse, bind,
 * execute) where `log_statement` wrote one without. Whole transactions are sampled and not
 * statements, of which each of the three lines would be chosen by itself.
 */
export function roleSettings(
  logging: StatementLogging | undefined,
  plans: boolean,
): Record<string, string | undefined> {
  const { sampleRate, slowMs } = logging ?? { sampleRate: 0 }
  const planned = plans && slowMs !== undefined
  return {
    log_statement: 'none', // a data directory of an earlier version has `all`
    log_min_duration_statement: sampleRate === 1 ? '0' : String(slowMs ?? -1),
    log_transaction_sample_rate: sampleRate === 1 ? '0' : String(sampleRate),
    session_preload_libraries: planned ? 'auto_explain' : undefined,
    // Without the library these are names that nobody reads.
    'auto_explain.log_min_duration': planned ? String(slowMs) : '-1',
    'auto_explain.log_parameter_max_length': '0',
  }
}

/** A session that is told to load what is not there is refused. */
export function canExplain({ home }: Pick<Binaries, 'home'>): boolean {
  return ['so', 'dylib', 'dll'].some((suffix) =>
    ['lib/postgresql', 'lib'].some((folder) =>
      existsSync(join(home, folder, `auto_explain.${suffix}`)),
    ),
  )
}
