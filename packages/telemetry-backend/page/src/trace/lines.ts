import { isRecord } from '@onetrace/spans'
import { readLine, readOtlpLine, type StatementPart } from '@onetrace/trace-doctor/logs'

/** A log line of the trace. A text that cannot be read as one is the message of its line. */
export interface LogLine {
  time: bigint
  level: string
  service: string
  traceId: string | undefined
  spanId: string | undefined
  message: string
  fields: [name: string, value: string][]
  statement?: StatementPart
}

export interface LokiStream {
  stream: Record<string, string>
  values: [ns: string, line: string, ...rest: unknown[]][]
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
  const line = readLine(text)
  const { message, fields } = readOtlpLine(line, labels) ?? line
  return {
    time,
    level: (line.level ?? labels.level ?? labels.detected_level ?? '').toLowerCase(),
    service: line.service ?? labels.service_name ?? labels.service ?? '',
    traceId: line.traceId ?? (labels.trace_id || undefined),
    spanId: line.spanId ?? (labels.span_id || undefined),
    message,
    fields: Object.entries(fields).map(([name, value]) => [name, fieldText(value)]),
    ...(line.statement && { statement: line.statement }),
  }
}

/** Of an error only the type and message are shown; its stack is in the span's exception event. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return value
  if (isRecord(value) && typeof value.message === 'string') {
    return typeof value.type === 'string' ? `${value.type}: ${value.message}` : value.message
  }
  return JSON.stringify(value)
}
