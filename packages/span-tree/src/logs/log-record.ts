import { isRecord, type Raw } from '../sources/shape.ts'
import type { LogLine } from '../text/log-line.ts'
import { readPostgresLine } from './postgres-line.ts'

/** A line that a service logged, with what ties it to a trace. */
export interface LogRecord extends LogLine {
  /** Unix nanoseconds. */
  time: bigint
  service: string
  traceId?: string | undefined
  /** The W3C trace flags of the span that was active: bit 0 is "sampled". */
  traceFlags?: number | undefined
}

/** What is known of a line besides its text. */
export interface LineLabels {
  /** Where the line itself does not tell. */
  time?: bigint
  labels?: Raw
}

/** A service's line is a JSON object; whatever else is found is a message as it is. */
export function readLogRecord(text: string, { time, labels = {} }: LineLabels = {}): LogRecord {
  const line = parseObject(text) ?? { msg: text }
  const { level, msg, service, trace_id, span_id, trace_flags, ...rest } = line
  const { time: ownTime, pid: _pid, hostname: _hostname, ...fields } = rest
  const said = { message: typeof msg === 'string' ? msg : '', fields }
  return {
    time: time ?? readTime(ownTime ?? line.timestamp),
    service: firstText(service, labels.service_name) ?? 'unknown_service',
    traceId: firstText(trace_id, labels.trace_id)?.toLowerCase(),
    spanId: firstText(span_id, labels.span_id)?.toLowerCase(),
    traceFlags: readFlags(firstText(trace_flags, labels.trace_flags)),
    level: firstText(level, labels.level, labels.detected_level) ?? 'info',
    ...(readPostgresLine(line) ?? said),
  }
}

export function byTime(a: LogRecord, b: LogRecord): number {
  return a.time < b.time ? -1 : Number(a.time > b.time)
}

function parseObject(text: string): Raw | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readTime(value: unknown): bigint {
  const time = typeof value === 'number' ? value : Date.parse(String(value))
  return Number.isFinite(time) ? BigInt(Math.round(time)) * 1_000_000n : 0n
}

function readFlags(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9a-f]{1,2}$/i.test(text) ? Number.parseInt(text, 16) : undefined
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '')
}
