/** Log records of OTLP into a store. It loads nothing of LogQL. */
export type { OtlpDecoder, OtlpRecord, OtlpResource, OtlpScope } from './logs.ts'
export { takeOtlpLogs } from './take-logs.ts'
