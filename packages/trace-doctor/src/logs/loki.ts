/** Log lines out of Loki: those of one trace, or all that some services wrote in a while. */
import { expected, listOf, messageOf, type Raw, recordOf, ShapeError } from '@onetrace/spans'
import { byTime, type LogRecord, readLogRecord } from './log-record.ts'

/** A Loki that cannot be asked, refuses the question, or answers something else. */
export class LokiError extends Error {
  override name = 'LokiError'
}

export interface LogRequest {
  /** Of Loki, e.g. `http://localhost:3100`. */
  url: string
  /** Unix nanoseconds; Loki itself looks back only an hour. */
  start: bigint
  end?: bigint
  signal?: AbortSignal
}

/** In the order of their time. */
export function fetchLogs({
  traceId,
  ...request
}: LogRequest & { traceId: string }): Promise<LogRecord[]> {
  return query(request, `{service_name=~".+"} | trace_id="${traceId}"`)
}

/** Of these services whatever they wrote in that time, with a trace id or without. */
export function fetchLogsOfServices({
  services,
  ...request
}: LogRequest & { services: string[] }): Promise<LogRecord[]> {
  const pattern = services
    .map((service) => service.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|')
  return query(request, `{service_name=~${JSON.stringify(pattern)}}`)
}

async function query(request: LogRequest, logQl: string): Promise<LogRecord[]> {
  const text = await ask(request, logQl)
  try {
    return readStreams(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error
    throw new LokiError(`${request.url} is no Loki: ${error.message}`, { cause: error })
  }
}

async function ask({ url, start, end, signal }: LogRequest, logQl: string): Promise<string> {
  const query = new URLSearchParams({
    query: logQl,
    start: String(start),
    ...(end !== undefined && { end: String(end) }),
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
function readStreams(json: unknown): LogRecord[] {
  const entries = listOf(messageOf(recordOf(json, ''), 'data'), 'result', (stream) => {
    const labels = messageOf(stream, 'stream')
    if (!Array.isArray(stream.values)) throw expected('a list', stream.values, 'values')
    return stream.values.map((value, index) => readEntry(value, labels, `values[${index}]`))
  })
  return entries.flat().sort(byTime)
}

function readEntry(value: unknown, labels: Raw, path: string): LogRecord {
  const [time, line] = Array.isArray(value) ? value : []
  if (typeof time !== 'string' || !/^\d+$/.test(time) || typeof line !== 'string') {
    throw expected('["<nanoseconds>", "<line>"]', value, path)
  }
  return readLogRecord(line, { time: BigInt(time), labels })
}
