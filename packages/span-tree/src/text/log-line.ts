import { escapeUnprintable } from '@onetrace/spans'
import { shorten } from './shorten.ts'

/** A line that a service logged, as far as it is printed. */
export interface LogLine {
  /** The span that was active; absent or of another trace, the line is printed at the end. */
  spanId?: string | undefined
  level: string
  message: string
  fields: Record<string, unknown>
}

const longestText = 200

/** `info order placed orderId=17`: one line whatever is in it, long texts cut. */
export function printLogLine({ level, message, fields }: LogLine): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${printField(value)}`)
  return [level, shorten(message, longestText), ...pairs].map(escapeUnprintable).join(' ')
}

/** Of an error its message: the stack is for the log, not for an overview. */
function printField(value: unknown): string {
  const isError = typeof value === 'object' && value !== null && 'message' in value
  const text = isError ? value.message : value
  if (typeof text !== 'string') return shorten(JSON.stringify(text) ?? String(text), longestText)
  const short = shorten(text, longestText)
  return /[\s"=]|^$/.test(text) ? JSON.stringify(short) : short
}
