import { readPostgresLine } from '@onetrace/span-tree/logs/postgres-line'

/** A log line of the trace, as far as it can be read; what cannot be read is its message. */
export interface LogLine {
  time: bigint
  level: string
  service: string
  traceId: string | undefined
  spanId: string | undefined
  message: string
  fields: [name: string, value: string][]
}

export interface LokiStream {
  stream: Record<string, string>
  values: [ns: string, line: string, ...rest: unknown[]][]
}

const known = new Set([
  'time',
  'level',
  'service',
  'trace_id',
  'span_id',
  'trace_flags',
  'msg',
  'pid',
  'hostname',
])
// https://getpino.io/#/docs/api?id=logger-level
const pinoLevels: Record<string, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

export function decodeStreams(streams: LokiStream[]): LogLine[] {
  return streams
    .flatMap(({ stream, values }) =>
      values.map(([ns, line]) => decodeLine(BigInt(ns), line, stream)),
    )
    .sort((a, b) => Number(a.time - b.time))
}

/** Lines by the span that wrote them; those without a span are left out. */
export function linesBySpan(lines: LogLine[]): Map<string, LogLine[]> {
  return Map.groupBy(
    lines.filter((line) => line.spanId !== undefined),
    (line) => line.spanId ?? '',
  )
}

function decodeLine(time: bigint, text: string, labels: Record<string, string>): LogLine {
  const raw = readObject(text)
  const postgres = raw && readPostgresLine(raw)
  const fields = postgres
    ? { ...postgres.fields, level: postgres.level, msg: postgres.message }
    : raw
  const level = String(fields?.level ?? labels.level ?? labels.detected_level ?? '')
  return {
    time,
    level: pinoLevels[level] ?? level.toLowerCase(),
    service: String(fields?.service ?? labels.service_name ?? labels.service ?? ''),
    traceId: optional(fields?.trace_id ?? labels.trace_id),
    spanId: optional(fields?.span_id ?? labels.span_id),
    message: fields ? String(fields.msg ?? '') : text,
    fields: Object.entries(fields ?? {}).flatMap(([name, value]) =>
      known.has(name) ? [] : [[name, fieldText(value)] as [string, string]],
    ),
  }
}

/** An error reads as a person would say it; its stack is in the span's exception event. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return value
  if (isRecord(value) && typeof value.message === 'string') {
    return typeof value.type === 'string' ? `${value.type}: ${value.message}` : value.message
  }
  return JSON.stringify(value)
}

function readObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined // a line that only looks like JSON is shown as it is
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
