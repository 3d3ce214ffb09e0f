/** Recorded traces and log lines for this folder's tests, and small changes to them. */
import { readFileSync } from 'node:fs'
import type { Span, Trace } from '@onetrace/spans'
import { readTraces } from '@onetrace/spans/trace-file'
import { readLogLines } from './logs/log-file.ts'
import type { LogRecord } from './logs/log-record.ts'

const folder = new URL('fixtures/', import.meta.url)

export interface Recording {
  trace: Trace
  others: Trace[]
}

/** The trace first in its file, and the others of the same request. */
export function recorded(name: string): Recording {
  const [trace, ...others] = readTraces(read(`${name}.otlp.jsonl`), name)
  if (!trace) throw new Error(`expected a trace in fixtures/${name}.otlp.jsonl, got none`)
  return { trace, others }
}

/** The same beside good traces of the minutes before. */
export function recordedAfterGood(name: string): Recording {
  const { trace, others } = recorded(name)
  return { trace, others: [...others, ...['place-order', 'create-user'].map(traceOf)] }
}

export function recordedLogs(name: string): LogRecord[] {
  return readLogLines(read(`${name}.log.jsonl`))
}

/** A recorded trace in which some spans are changed. */
export function edited(name: string, change: (span: Span) => Partial<Span> | undefined): Trace {
  const { traceId, spans } = traceOf(name)
  return { traceId, spans: spans.map((span) => ({ ...span, ...change(span) })) }
}

/** The span of that service and name in a recorded trace. */
export function spanOf(name: string, service: string, spanName: string): Span {
  const found = traceOf(name).spans.find(
    (span) => span.service === service && span.name === spanName,
  )
  if (!found) throw new Error(`expected ${service}: ${spanName} in fixtures/${name}, found none`)
  return found
}

export function traceOf(name: string): Trace {
  return recorded(name).trace
}

function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}
