import type { LogLine } from '@onetrace/span-tree'
import { readOtlpLine } from './otlp-labels.ts'
import { readLine } from './read-line.ts'
import type { StatementPart } from './statement-part.ts'

/** A line that a service logged, with what ties it to a trace. */
export interface LogRecord extends LogLine {
  /** Unix nanoseconds. */
  time: bigint
  service: string
  traceId?: string | undefined
  /** The W3C trace flags of the span that was active: bit 0 is "sampled". */
  traceFlags?: number | undefined
  /** A database wrote it: it names the span of its client, and makes no spans itself. */
  ofDatabase?: true | undefined
  statement?: StatementPart | undefined
}

/** What is known of a line besides its text. */
export interface LineLabels {
  /** Where the line itself does not tell. */
  time?: bigint
  labels?: Record<string, unknown>
}

/** A line with its labels in the place of what it does not say itself. */
export function readLogRecord(text: string, { time, labels = {} }: LineLabels = {}): LogRecord {
  const line = readLine(text)
  return {
    time: time ?? line.time ?? 0n,
    service: firstText(line.service, labels.service_name) ?? 'unknown_service',
    traceId: firstText(line.traceId, labels.trace_id)?.toLowerCase(),
    spanId: firstText(line.spanId, labels.span_id)?.toLowerCase(),
    traceFlags: readFlags(firstText(line.traceFlags, labels.trace_flags)),
    level: firstText(line.level, labels.level, labels.detected_level) ?? 'info',
    message: line.message,
    fields: line.fields,
    ...(line.ofDatabase && { ofDatabase: line.ofDatabase }),
    ...(line.statement && { statement: line.statement }),
    ...readOtlpLine(line, labels),
  }
}

export function byTime(a: LogRecord, b: LogRecord): number {
  return a.time < b.time ? -1 : Number(a.time > b.time)
}

function readFlags(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9a-f]{1,2}$/i.test(text) ? Number.parseInt(text, 16) : undefined
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '')
}
