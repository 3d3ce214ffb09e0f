/** The log lines of one trace, out of Loki. */
import type { LogLine } from '../text/log-line.ts'
import { isRecord, listOf, messageOf, type Raw, recordOf } from './shape.ts'
import { expected, ShapeError } from './shape-error.ts'

/** A Loki that cannot be asked, refuses the question, or answers something else. */
export class LokiError extends Error {
  override name = 'LokiError'
}

export interface LogRequest {
  /** Of Loki, e.g. `http://localhost:3100`. */
  url: string
  traceId: string
  /** Unix nanoseconds; Loki itself looks back only an hour. */
  start: bigint
  signal?: AbortSignal
}

interface Entry {
  time: bigint
  log: LogLine
}

/** In the order of their time. */
export async function fetchLogs(request: LogRequest): Promise<LogLine[]> {
  const text = await ask(request)
  try {
    return readStreams(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error
    throw new LokiError(`${request.url} is no Loki: ${error.message}`, { cause: error })
  }
}

async function ask({ url, traceId, start, signal }: LogRequest): Promise<string> {
  const query = new URLSearchParams({
    query: `{service_name=~".+"} | trace_id="${traceId}"`,
    start: String(start),
    limit: '5000',
    direction: 'forward',
  })
  const path = `${url.replace(/\/+$/, '')}/loki/api/v1/query_range?${query}`
  const response = await fetch(path, { signal: signal ?? AbortSignal.timeout(10_000) }).catch(
    (cause) => {
      throw new LokiError(`no Loki answers at ${url}`, { cause })
    },
  )
  const text = await response.text()
  if (response.ok) return text
  throw new LokiError(`Loki at ${url} answered ${response.status}: ${text.slice(0, 200).trim()}`)
}

/** Entries of a trace come in one stream for each set of labels, so their order is made here. */
function readStreams(json: unknown): LogLine[] {
  const entries = listOf(messageOf(recordOf(json, ''), 'data'), 'result', (stream) => {
    const labels = messageOf(stream, 'stream')
    if (!Array.isArray(stream.values)) throw expected('a list', stream.values, 'values')
    return stream.values.map((value, index) => readEntry(value, labels, `values[${index}]`))
  })
  const byTime = (a: Entry, b: Entry) => (a.time < b.time ? -1 : Number(a.time > b.time))
  return entries
    .flat()
    .sort(byTime)
    .map(({ log }) => log)
}

function readEntry(value: unknown, labels: Raw, path: string): Entry {
  const [time, line] = Array.isArray(value) ? value : []
  if (typeof time !== 'string' || !/^\d+$/.test(time) || typeof line !== 'string') {
    throw expected('["<nanoseconds>", "<line>"]', value, path)
  }
  return { time: BigInt(time), log: readLine(line, labels) }
}

/** A service's line is a JSON object; whatever else is found is printed as it is. */
function readLine(line: string, labels: Raw): LogLine {
  const parsed = parseObject(line) ?? { msg: line }
  const { level, msg, span_id: spanId, service: _, trace_id: __, ...rest } = parsed
  const { time: _time, trace_flags: _flags, pid: _pid, hostname: _hostname, ...fields } = rest
  return {
    spanId: firstText(spanId, labels.span_id),
    level: firstText(level, labels.level, labels.detected_level) ?? 'info',
    message: typeof msg === 'string' ? msg : '',
    fields,
  }
}

function parseObject(line: string): Raw | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '')
}
