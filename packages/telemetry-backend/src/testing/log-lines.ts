/** A line as the services' logger writes it. */
export function pinoLine(fields: {
  service?: string
  level?: string
  msg: string
  trace_id?: string
  span_id?: string
  time?: string
}): string {
  const { time = new Date().toISOString(), level = 'info', service = 'orders', ...rest } = fields
  return `${JSON.stringify({ time, level, service, ...rest })}\n`
}
