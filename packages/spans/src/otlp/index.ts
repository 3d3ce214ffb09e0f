/** OTLP/HTTP exports of traces in both of their encodings. Of Node: protobuf is read from a Buffer. */
export {
  answerExport,
  answerSignal,
  type ExportAnswer,
  type ExportRequest,
  type Rejected,
  type RejectedItems,
} from './answer-export.ts'
export { decodeOtlpTraces, type OtlpRequest } from './decode.ts'
export type { OtlpLogRecord, OtlpResourceLogs } from './log-records.ts'
export { decodeOtlpLogs } from './logs.ts'
export { decodeMetricResources } from './metrics.ts'
export { OtlpDecodeError } from './otlp-error.ts'
export { readOtlpJson } from './read-json.ts'
