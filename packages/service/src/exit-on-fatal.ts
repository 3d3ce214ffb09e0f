import type { Logger } from '@onetrace/telemetry'

/**
 * Makes whatever nobody catches (a configuration that does not hold, a taken port, a bug) one log
 * line like all others, and ends the process with 1.
 */
export function exitOnFatal(log: Logger): void {
  const end = (err: unknown) => {
    log.fatal({ err }, err instanceof Error ? err.message : 'ended by an error')
    process.exit(1)
  }
  process.once('uncaughtException', end).once('unhandledRejection', end)
}
