export { assertSpanTree, assertSpanTreeFile, SpanTreeMismatchError } from './assert.ts'
export {
  type Comparison,
  compareSpanTree,
  type Difference,
  type Finding,
  type Merged,
  type Place,
} from './compare.ts'
export { diffTraces, type TraceDifference } from './diff-traces.ts'
export { type DifferenceOptions, printDifference } from './difference.ts'
export { countChecks, diagnose } from './doctor/diagnose.ts'
export {
  type CheckName,
  type Finding as DoctorFinding,
  isComplaint,
  printFinding,
  type Severity,
} from './doctor/finding.ts'
export type { DiagnoseRequest } from './doctor/subject.ts'
export { readLogFile, readLogLines } from './logs/log-file.ts'
export { type LineLabels, type LogRecord, readLogRecord } from './logs/log-record.ts'
export { fetchLogs, type LogRequest, LokiError } from './logs/loki.ts'
export { type SpanTreeMatchers, spanTreeMatchers } from './matchers.ts'
export type * from './model.ts'
export { printTraceDifference, type TraceDifferenceOptions } from './print-trace-difference.ts'
export { readJaegerTraces, readJaegerV3 } from './sources/jaeger.ts'
export { fetchTrace, type TraceRequest } from './sources/jaeger-api.ts'
export { JaegerError } from './sources/jaeger-error.ts'
export type { JaegerServer } from './sources/jaeger-http.ts'
export { listServices, searchTraces, type TraceSearch } from './sources/jaeger-search.ts'
export { OtlpDecodeError } from './sources/otlp-error.ts'
export { readOtlpJson } from './sources/otlp-json.ts'
export { fromReadableSpans, type ReadableSpanLike } from './sources/readable-spans.ts'
export { readTraceFile, readTraces, TraceFileError } from './sources/trace-file.ts'
export type { AttributeTest, Contract, Line, Siblings, ValueWord } from './text/contract.ts'
export type { LogLine } from './text/log-line.ts'
export { parseSpanTree } from './text/parse.ts'
export { printSpanTree } from './text/print.ts'
export { type PrintOptions, printTrace } from './text/print-trace.ts'
export { SpanTreeSyntaxError } from './text/syntax-error.ts'
export { toTraces } from './traces.ts'
export { buildTree, type SpanNode, walk } from './tree.ts'
export { ContractFileError } from './update/contract-file.ts'
export { type NewTrace, newTraceparent } from './wait/new-traceparent.ts'
export type { Quiesce } from './wait/quiesce.ts'
export { TraceWaitError } from './wait/wait-error.ts'
export { type TraceSource, type WaitOptions, waitForTrace } from './wait/wait-for-trace.ts'
