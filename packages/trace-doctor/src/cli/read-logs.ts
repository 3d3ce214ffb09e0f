import { lineWindow, summarize, type Trace } from '@onetrace/spans'
import type { LogRecord } from '../logs/log-record.ts'
import { fetchLogs, fetchLogsOfServices, LokiError } from '../logs/loki.ts'
import type { Terminal, Values } from './command.ts'
import { lokiUrl } from './server.ts'

const hour = 3_600_000_000_000n
const longest = 30n * 24n * hour

/** Of one trace, whenever they were written; a trace without its logs is still worth printing. */
export function readLogs(trace: Trace, values: Values, to: Terminal): Promise<LogRecord[]> {
  const now = BigInt(Date.now()) * 1_000_000n
  const yesterday = now - 24n * hour
  const { from } = lineWindow(trace.spans, { now, around: hour })
  const start = from < yesterday ? from : yesterday
  // Without an end Loki looks up to now, and it looks through so much alone.
  const end = now - start > longest ? { end: start + longest } : {}
  const url = lokiUrl(values, to.env)
  return orNone(to, () => fetchLogs({ url, traceId: trace.traceId, start, ...end }))
}

/** Of a trace of which nothing else is known, as far back as a day; none where no Loki answers. */
export async function readLogsOfId(
  traceId: string,
  values: Values,
  to: Terminal,
): Promise<LogRecord[]> {
  const start = BigInt(Date.now()) * 1_000_000n - 24n * hour
  const quiet = { ...to, warn: () => {} } // the trace is asked for, not its lines
  return orNone(quiet, () => fetchLogs({ url: lokiUrl(values, to.env), traceId, start }))
}

/** Lines are timed in whole milliseconds, rounded down. */
const margin = 2_000_000n

/** Whatever these traces' services wrote while the first of them ran. */
export function readLogsAround(traces: Trace[], values: Values, to: Terminal) {
  const [first] = traces
  if (!first) return Promise.resolve([])
  const now = BigInt(Date.now()) * 1_000_000n
  const { from: start, to: end } = lineWindow(first.spans, { now, around: margin })
  const services = [...new Set(traces.flatMap((trace) => summarize(trace).services))]
  const request = { url: lokiUrl(values, to.env), services }
  return orNone(to, () => fetchLogsOfServices({ ...request, start, end }))
}

async function orNone(to: Terminal, read: () => Promise<LogRecord[]>): Promise<LogRecord[]> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof LokiError)) throw error
    to.warn(`no log lines: ${error.message}`)
    return []
  }
}
