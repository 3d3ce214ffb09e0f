/** Traces by what a command line calls them: an id, or a file. */
import { existsSync } from 'node:fs'
import type { Trace } from '@onetrace/spans'
import { fetchTrace, JaegerError } from '@onetrace/spans/jaeger'
import { readTraceFile } from '@onetrace/spans/trace-file'
import { whyNoSpans } from '../logs/why-no-spans.ts'
import type { Terminal, Values } from './command.ts'
import { readLogsOfId } from './read-logs.ts'
import { jaegerUrl } from './server.ts'
import { findTraceId } from './trace-id.ts'
import { UsageError } from './usage-error.ts'

/** One trace. */
export async function loadTrace(text: string, values: Values, to: Terminal): Promise<Trace> {
  const traceId = findTraceId(text)
  if (traceId) return fetchOrExplain(traceId, values, to)
  const file = findFile(text)
  if (!file) throw new UsageError(notATrace(text))
  const traces = await readTraceFile(file.path)
  return pick(traces, file)
}

/** A trace without spans may have left log lines, which tell why there are none. */
async function fetchOrExplain(traceId: string, values: Values, to: Terminal): Promise<Trace> {
  try {
    return await fetchTrace({ url: jaegerUrl(values, to.env), traceId })
  } catch (error) {
    if (!(error instanceof JaegerError) || error.reason !== 'not-found') throw error
    const why = whyNoSpans(await readLogsOfId(traceId, values, to))
    throw why ? new JaegerError('not-found', `${error.message}: ${why}`, error) : error
  }
}

interface TraceFile {
  path: string
  /** A number from 1, or an id. */
  which: string | undefined
}

export function findFile(text: string): TraceFile | undefined {
  if (existsSync(text)) return { path: text, which: undefined }
  const [, path, which] = /^(.+)#([^#]+)$/.exec(text) ?? []
  return path !== undefined && existsSync(path) ? { path, which } : undefined
}

export function notATrace(text: string): string {
  return `expected a trace id of 32 hex digits, a traceparent header or a file, got ${JSON.stringify(text)}`
}

function pick(traces: Trace[], { path, which }: TraceFile): Trace {
  const [only] = traces
  if (only && which === undefined && traces.length === 1) return only
  const id = which && findTraceId(which)
  const found = traces.find(({ traceId }, i) => traceId === id || String(i + 1) === which)
  if (found) return found
  const ids = traces.map(({ traceId }, i) => `${i + 1} ${traceId}`).slice(0, 5)
  const more = traces.length > 5 ? `, and ${traces.length - 5} more` : ''
  const problem = which === undefined ? 'holds several traces' : `has no trace ${which}`
  throw new UsageError(`${path} ${problem}: say ${path}#<number or id> (${ids.join(', ')}${more})`)
}
