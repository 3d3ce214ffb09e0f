/** What `--json` prints. Times are strings of nanoseconds: a JSON number would round them. */

import type { Span, Trace } from '@onetrace/spans'
import type { LogRecord } from '../logs/log-record.ts'

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, replace, 2)}\n`
}

export function traceToJson({ traceId, spans }: Trace, logs: LogRecord[]) {
  return { traceId, spans: spans.map(spanToJson), logs }
}

function spanToJson({ traceId: _, startTime, endTime, ...span }: Span) {
  return { ...span, startTime, endTime, durationMs: Number(endTime - startTime) / 1e6 }
}

function replace(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}
