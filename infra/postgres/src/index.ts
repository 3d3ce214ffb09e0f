export type { DatabaseAddress } from './databases.ts'
export {
  type PostgresExit,
  type PostgresOptions,
  type PostgresServer,
  startPostgres,
} from './launcher.ts'
export { PortTakenError } from './port-taken-error.ts'
export { type StatementLog, statementsLogged } from './statement-log.ts'
export type { StatementLogging } from './statement-settings.ts'
export { withPostgres } from './with-postgres.ts'
