type Fields = Record<string, unknown>

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

export function postgresLevel(severity: string): string {
  return levels[severity] ?? 'debug' // DEBUG1 to DEBUG5
}

/**
 * A line of PostgreSQL's `log_destination = jsonlog`, in the words of the other services' lines;
 * `undefined` for any other object.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG
 */
export function readPostgresLine(
  line: Fields,
): { level: string; message: string; fields: Fields } | undefined {
  const { timestamp, error_severity: severity, message } = line
  if (typeof timestamp !== 'string' || typeof severity !== 'string') return undefined
  const fields = told.flatMap((name) => (name in line ? [[name, line[name]]] : []))
  return {
    level: postgresLevel(severity),
    message: typeof message === 'string' ? readable(message) : '',
    fields: Object.fromEntries(fields),
  }
}

/** On one line, without the comment that ties it to its span: https://google.github.io/sqlcommenter/ */
function readable(message: string): string {
  return message
    .replace(/\/\*(?:\w+='[^']*',?)+\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
