export { childEnd, childTail } from './child-output.ts'
export type { DatabaseAddress } from './databases.ts'
export { freePort, PortTakenError, portIsFree } from './free-port.ts'
export { type Guard, type GuardTarget, guardChild, startGuard } from './guard.ts'
export {
  type PostgresExit,
  type PostgresOptions,
  type PostgresServer,
  startPostgres,
} from './launcher.ts'
export { type StatementLog, statementsLogged } from './statement-log.ts'
export { withPostgres } from './with-postgres.ts'
