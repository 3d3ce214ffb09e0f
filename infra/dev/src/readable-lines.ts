import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const levelStyles: Record<string, Style> = {
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
}

/** Fields that the line shows in another place, or that only machines need. */
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

/** Lines that turbo and pnpm print around a task. */
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
 * Makes a line of a process readable: a JSON log line becomes
 * `12:04:31.229 info  orders   order placed orderId=… trace 4bf92f35…`; others stay as they are.
 * Undefined for a line that nobody wants to read.
 */
export function readableLine(line: string): string | undefined {
  const record = parseRecord(line)
  if (record) return readableRecord(record)
  return noise.some((pattern) => pattern.test(line)) ? undefined : line
}

function readableRecord(record: Record<string, unknown>): string {
  const { time, level, service, msg, trace_id, err } = record
  const style = levelStyles[String(level)] ?? 'reset'
  const fields = Object.entries(record)
    .filter(([key]) => !shownElsewhere.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const parts = [
    paint('dim', String(time).slice(11, 23)),
    paint(style, String(level).padEnd(5)),
    printable(String(service).padEnd(8)),
    printable(String(msg)),
    paint('dim', fields.join(' ')),
    trace_id ? paint('cyan', `trace ${trace_id}`) : '',
  ]
  return parts.filter(Boolean).join(' ') + stackOf(err)
}

function stackOf(err: unknown): string {
  if (!isRecord(err)) return ''
  const lines = String(err.stack ?? err.message).split('\n')
  return lines.map((line) => `\n${paint('dim', line)}`).join('')
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
  return styleText(style, printable(text), { stream: process.stdout }) // plain without a terminal
}

/** Bytes of a caller (in a path, a message) must not move the cursor or begin a new line. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) =>
    JSON.stringify(char)
      .slice(1, -1)
      .replace(/^[\x7f-\x9f]$/, hex),
  )
}

function hex(char: string): string {
  return `\\u00${char.charCodeAt(0).toString(16)}`
}
