/** The backend's own log: the same shape of line as the services' logs. */
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
