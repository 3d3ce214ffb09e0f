import type { Trace } from '@onetrace/spans'
import {
  countChecks,
  diagnose,
  type Finding,
  type LogRecord,
  readLogRecord,
} from '@onetrace/trace-doctor'
import { type Answer, json } from '../http/answer.ts'
import { QueryError } from '../jaeger/query-error.ts'
import { parseTraceId } from '../jaeger/trace-id.ts'
import type { LogStore, StoredLine } from '../store/log-store.ts'
import type { TraceSource } from '../store/trace-source.ts'
import { neighborsOf, type Stretch, stretchOf } from './neighbors.ts'

export interface Diagnosis {
  checks: number
  findings: Finding[]
}

/**
 * `GET /api/onetrace/doctor/<trace id>`: what is wrong with a trace, and how many checks were made.
 *
 * @param asOf now, where `traces` hold all that there is: then nobody took what nobody is seen to take
 */
export function answerDoctor(
  traces: TraceSource,
  logs: LogStore,
  id: string,
  asOf?: bigint,
): Answer {
  const traceId = readId(id)
  if (traceId === undefined) {
    return failure(400, 'invalid_request', `expected a trace id in hex, got ${JSON.stringify(id)}`)
  }
  const trace = traces.get(traceId)
  if (!trace) return failure(404, 'not_found', `no trace ${traceId} is held here`)
  const others = [...new Set([...linkedOf(trace, traces), ...neighborsOf(trace, traces.all())])]
  const records = recordsOf(trace, logs)
  const absentTraces = absentOf(records, traces)
  const findings = diagnose({ trace, others, logs: records, absentTraces, asOf })
  return json({ checks: countChecks({}), findings } satisfies Diagnosis)
}

function readId(text: string): string | undefined {
  try {
    return parseTraceId(text)
  } catch (error) {
    if (error instanceof QueryError) return undefined
    throw error
  }
}

function failure(status: number, code: string, message: string): Answer {
  return json({ error: { code, message } }, status)
}

/** What goes on from it, and what it goes on from: as long ago and as much later as it may be. */
function linkedOf({ traceId, spans }: Trace, traces: TraceSource): Trace[] {
  const links = spans.flatMap((span) => span.links.map((link) => link.traceId))
  const before = [...new Set(links)].flatMap((id) => traces.get(id) ?? [])
  return [...before, ...traces.linkingTo(traceId)].filter((other) => other.traceId !== traceId)
}

/** The lines of the trace, and what its services wrote meanwhile without its id. */
function recordsOf(trace: Trace, logs: LogStore): LogRecord[] {
  const services = new Set(trace.spans.map(({ service }) => service))
  const stretch = stretchOf(trace)
  const own = [...logs.lines(trace.traceId)]
  const meanwhile = [...logs.lines()].filter(
    (line) => isWithin(line, stretch) && line.metadata.trace_id !== trace.traceId,
  )
  const foreign = meanwhile.map(toRecord).filter(({ service }) => services.has(service))
  return [...own.map(toRecord), ...foreign].sort((a, b) => Number(a.time - b.time))
}

function isWithin({ time }: StoredLine, { start, end }: Stretch): boolean {
  return time >= start && time <= end
}

function toRecord({ text, time, labels, metadata }: StoredLine): LogRecord {
  return readLogRecord(text, { time, labels: { ...labels, ...metadata } })
}

/**
 * Traces that lines name and that never came. Traces that came and had to leave are not among them.
 */
function absentOf(records: LogRecord[], traces: TraceSource): string[] {
  const named = new Set(records.flatMap(({ traceId }) => traceId ?? []))
  return [...named].filter((id) => !traces.get(id) && !traces.hasEvicted(id))
}
