import { escapeUnprintable } from '@onetrace/spans'
import { shorten } from './shorten.ts'

/** What is printed of a line that a service logged. */
export interface LogLine {
  /**
   * The span that was active. If it is absent or not in the trace, the line is printed at the end.
   */
  spanId?: string | undefined
  level: string
  message: string
  fields: Record<string, unknown>
}

const longestText = 200

/** `info order placed orderId=17`: always a single line, with long texts cut. */
export function printLogLine({ level, message, fields }: LogLine): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${printField(value)}`)
  return [level, shorten(message, longestText), ...pairs].map(escapeUnprintable).join(' ')
}

/** An error is printed as its message; its stack can be read in the log. */
function printField(value: unknown): string {
  const isError = typeof value === 'object' && value !== null && 'message' in value
  const text = isError ? value.message : value
  if (typeof text !== 'string') return shorten(JSON.stringify(text) ?? String(text), longestText)
  const short = shorten(text, longestText)
  return /[\s"=]|^$/.test(text) ? JSON.stringify(short) : short
}
