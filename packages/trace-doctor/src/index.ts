export { countChecks, diagnose } from './diagnose.ts'
export {
  type CheckName,
  type Finding,
  isComplaint,
  printFinding,
  type Severity,
} from './finding.ts'
export { type JudgedHop, judgeHops } from './hops/index.ts'
export * from './logs/index.ts'
export { LogFileError, readLogFile, readLogLines } from './logs/log-file.ts'
export { fetchLogs, fetchLogsOfServices, type LogRequest, LokiError } from './logs/loki.ts'
export type { DiagnoseRequest } from './subject.ts'
