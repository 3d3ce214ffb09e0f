import { escapeUnprintable } from './words.ts'

/** A line that a service logged, as far as it is printed. */
export interface LogLine {
  /** The span that was active; absent or of another trace, the line is printed at the end. */
  spanId?: string | undefined
  level: string
  message: string
  fields: Record<string, unknown>
}

/** `info order placed orderId=17`: one line whatever is in it. */
export function printLogLine({ level, message, fields }: LogLine): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${printField(value)}`)
  return [level, message, ...pairs].map(escapeUnprintable).join(' ')
}

function printField(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return typeof value === 'string' && /[\s"=]|^$/.test(value) ? JSON.stringify(value) : text
}
