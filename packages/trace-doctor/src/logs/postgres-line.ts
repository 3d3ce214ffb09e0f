import { parseRfc3339 } from '@onetrace/spans'
import { readStatementPart } from './statement-part.ts'
import type { WrittenLine } from './written-line.ts'

/** https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-SEVERITY-LEVELS */
const levels: Record<string, string> = {
  LOG: 'info',
  INFO: 'info',
  NOTICE: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  FATAL: 'fatal',
  PANIC: 'fatal',
}

/** Of the two dozen fields of a line those that tell of the request. */
const told = ['state_code', 'detail', 'hint']

/**
 * A line of PostgreSQL's `log_destination = jsonlog`, in the words of the other services' lines;
 * `undefined` for any other object.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG
 */
export function readPostgresLine(
  line: Record<string, unknown>,
): Omit<WrittenLine, 'plain'> | undefined {
  const { timestamp, error_severity: severity, message, statement } = line
  if (typeof timestamp !== 'string' || typeof severity !== 'string') return undefined
  const { part, text } = readStatementPart(typeof message === 'string' ? message : '')
  return {
    time: readTime(timestamp),
    level: levels[severity] ?? 'debug', // DEBUG1 to DEBUG5
    service: 'postgres',
    ofDatabase: true,
    ...(traceOf(statement) ?? traceOf(message)),
    message: readable(text),
    fields: Object.fromEntries(told.flatMap((name) => (name in line ? [[name, line[name]]] : []))),
    ...(part && { statement: part }),
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
function traceOf(sql: unknown): { traceId: string; spanId: string } | undefined {
  const [, traceId, spanId] = (typeof sql === 'string' && comment.exec(sql)) || []
  return traceId && spanId ? { traceId, spanId } : undefined
}

/** On one line, without that comment. */
function readable(message: string): string {
  return message
    .replace(/\/\*(?:\w+='[^']*',?)+\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
