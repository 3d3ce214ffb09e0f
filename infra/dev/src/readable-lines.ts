import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const levelStyles: Record<string, Style> = {
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
}

/** Fields that the line shows elsewhere, or that only machines want. */
const shownElsewhere = new Set([
  'time',
  'level',
  'service',
  'msg',
  'trace_id',
  'span_id',
  'trace_flags',
  'err',
])

/** What turbo and pnpm say around a task. */
const noise = [
  /^\s*$/,
  /^[>$•] /,
  /^\s+[•─]/,
  /^(╭|│|╰)/,
  /^ *(Tasks|Cached|Time): /,
  /^Shutting down Turborepo/,
  /^cache (bypass|miss|hit)/,
]

/**
 * A line of a process for a person: a JSON log line becomes
 * `12:04:31.229 info  orders   order placed orderId=… trace 4bf92f35…`; others stay as they are.
 * Undefined for what nobody wants to read.
 */
export function readableLine(line: string): string | undefined {
  const record = parseRecord(line)
  if (record) return readableRecord(record)
  return noise.some((pattern) => pattern.test(line)) ? undefined : line
}

function readableRecord(record: Record<string, unknown>): string {
  const { time, level, service, msg, trace_id, err } = record
  const clock = String(time).slice(11, 23)
  const style = levelStyles[String(level)] ?? 'reset'
  const fields = Object.entries(record)
    .filter(([key]) => !shownElsewhere.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const parts = [
    paint('dim', clock),
    paint(style, String(level).padEnd(5)),
    String(service).padEnd(8),
    String(msg),
    paint('dim', fields.join(' ')),
    trace_id ? paint('cyan', `trace ${trace_id}`) : '',
  ]
  const stack = isRecord(err) ? `\n${paint('dim', String(err.stack ?? err.message))}` : ''
  return parts.filter(Boolean).join(' ') + stack
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) && 'level' in value && 'msg' in value ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout }) // plain where there is no terminal
}
