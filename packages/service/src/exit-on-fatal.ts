import type { Logger } from '@onetrace/telemetry'

/**
 * Turns an error that nobody catches (a wrong configuration, a taken port, a bug) into one log line
 * like all others, and ends the process with 1.
 */
export function exitOnFatal(log: Logger): void {
  const end = (err: unknown) => {
    log.fatal({ err }, err instanceof Error ? err.message : 'ended by an error')
    process.exit(1)
  }
  process.once('uncaughtException', end).once('unhandledRejection', end)
}
