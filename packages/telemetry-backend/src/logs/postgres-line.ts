import { postgresLevel } from '@onetrace/span-tree/logs/postgres-line'
import type { LogLine } from '../store/log-store.ts'
import { nowNano, parseRfc3339 } from '../time.ts'

type Fields = Record<string, unknown>

/** Whether a line is of Postgres' `log_destination = jsonlog`. */
export function isPostgresLine({ timestamp, error_severity: severity }: Fields): boolean {
  return typeof timestamp === 'string' && typeof severity === 'string'
}

export function readPostgresLine(text: string, fields: Fields): LogLine {
  return {
    text,
    time: readTime(String(fields.timestamp)) ?? nowNano(),
    labels: {
      job: 'onetrace',
      service_name: 'postgres',
      level: postgresLevel(String(fields.error_severity)),
    },
    metadata: traceOf(fields.statement) ?? traceOf(fields.message) ?? {},
  }
}

/** `2026-01-31 12:00:00.123 UTC`, in the zone of `log_timezone`; a named one but UTC is not known here. */
function readTime(timestamp: string): bigint | undefined {
  const [day, clock, zone = ''] = timestamp.split(' ')
  const hours = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone
  return parseRfc3339(`${day}T${clock}${/^(?:UTC|GMT|Etc\/UTC)$/.test(zone) ? 'Z' : hours}`)
}

const comment = /traceparent='00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}'/

/** The ids in the comment that a traced client writes behind its SQL, https://google.github.io/sqlcommenter/ */
function traceOf(sql: unknown): Record<string, string> | undefined {
  const [, traceId, spanId] = (typeof sql === 'string' && comment.exec(sql)) || []
  return traceId && spanId ? { trace_id: traceId, span_id: spanId } : undefined
}
