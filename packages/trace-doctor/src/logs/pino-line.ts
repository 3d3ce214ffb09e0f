import { parseRfc3339 } from '@onetrace/spans'
import type { WrittenLine } from './written-line.ts'

/** https://getpino.io/#/docs/api?id=logger-level */
const levels: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** A line that pino wrote: a JSON object with `time`, `level`, `msg` and the fields of the call. */
export function readPinoLine(line: Record<string, unknown>): Omit<WrittenLine, 'plain'> {
  const { time, level, service, msg, trace_id, span_id, trace_flags, ...rest } = line
  const { pid: _pid, hostname: _hostname, ...fields } = rest
  return {
    time: readTime(time),
    level: typeof level === 'number' ? levels[level] : textOf(level),
    service: textOf(service),
    traceId: textOf(trace_id),
    spanId: textOf(span_id),
    traceFlags: textOf(trace_flags),
    message: textOf(msg) ?? '',
    fields,
  }
}

function readTime(time: unknown): bigint | undefined {
  if (typeof time === 'string') return parseRfc3339(time)
  if (typeof time !== 'number' || !Number.isFinite(time)) return undefined
  return BigInt(Math.round(time)) * 1_000_000n // pino's own default: milliseconds
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
