// @onetrace/spans defines what a trace is and where it comes from. These names are exported here
// too, so that somebody who writes a contract needs only one package.
export type {
  Attributes,
  AttributeValue,
  Span,
  SpanEvent,
  SpanKind,
  SpanLink,
  SpanStatus,
  Trace,
} from '@onetrace/spans'
export {
  buildTree,
  fromReadableSpans,
  type ReadableSpanLike,
  type SpanNode,
  toTraces,
  walk,
} from '@onetrace/spans'
export {
  fetchTrace,
  JaegerError,
  type JaegerServer,
  listServices,
  readJaegerTraces,
  readJaegerV3,
  searchTraces,
  type TraceRequest,
  type TraceSearch,
} from '@onetrace/spans/jaeger'
export { decodeOtlpTraces, OtlpDecodeError, readOtlpJson } from '@onetrace/spans/otlp'
export { readTraceFile, readTraces, TraceFileError } from '@onetrace/spans/trace-file'
export { assertSpanTree, assertSpanTreeFile, SpanTreeMismatchError } from './assert.ts'
export { isSame } from './compare/alignment.ts'
export { sentencesOf } from './compare/sentences.ts'
export {
  type Comparison,
  compareSpanTree,
  type Difference,
  type Finding,
  type Merged,
  type Place,
} from './compare.ts'
export { assertTrace } from './compare-with-text.ts'
export {
  diffTraces,
  durationsOf,
  sentencesOfTraces,
  type TraceDifference,
} from './diff-traces.ts'
export { type DifferenceOptions, printDifference } from './difference.ts'
export { type SpanTreeMatchers, spanTreeMatchers } from './matchers.ts'
export { printTraceDifference, type TraceDifferenceOptions } from './print-trace-difference.ts'
export type { AttributeTest, Contract, Line, Siblings, ValueWord } from './text/contract.ts'
export type { LogLine } from './text/log-line.ts'
export { parseSpanTree } from './text/parse.ts'
export { printSpanTree } from './text/print.ts'
export { type PrintOptions, printTrace } from './text/print-trace.ts'
export { shorten } from './text/shorten.ts'
export { SpanTreeSyntaxError } from './text/syntax-error.ts'
export { printName, printService } from './text/words.ts'
export { ContractFileError } from './update/contract-file.ts'
export { type NewTrace, newTraceparent } from './wait/new-traceparent.ts'
export type { Quiesce } from './wait/quiesce.ts'
export type { TraceSource } from './wait/trace-source.ts'
export { TraceWaitError } from './wait/wait-error.ts'
export { type WaitOptions, waitForTrace } from './wait/wait-for-trace.ts'
