/** Log lines as they are written, read; it runs in a browser too, and loads nothing of the doctor. */
export { type JoinedLines, joinStatements, type ServerSide } from './join-statements.ts'
export { byTime, type LineLabels, type LogRecord, readLogRecord } from './log-record.ts'
export { readOtlpLine } from './otlp-labels.ts'
export { readLine } from './read-line.ts'
export type { StatementPart } from './statement-part.ts'
export { whyNoSpans } from './why-no-spans.ts'
export type { WrittenLine } from './written-line.ts'
