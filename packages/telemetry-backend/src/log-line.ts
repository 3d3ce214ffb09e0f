/** Writes a line of the backend's own log, in the form that the services' logs have. */
export function logLine(
  level: 'info' | 'warn' | 'error',
  msg: string,
  fields: Record<string, unknown> = {},
): void {
  const line = {
    time: new Date().toISOString(),
    level,
    service: 'telemetry-backend',
    msg,
    ...fields,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
