import type { Trace } from '../model.ts'
import { shortTraceId } from '../trace-id.ts'
import { adjust } from './adjust.ts'
import { type Shown, toGoTime, toShown } from './shown.ts'
import type { JaegerProcess, JaegerSpan, JaegerTrace } from './v1-model.ts'
import { logFields } from './v1-tags.ts'

export type { JaegerTrace } from './v1-model.ts'

export interface V1Options {
  /** As it is stored, which the query service has not looked at. */
  raw?: boolean
  /** Nanoseconds; by how much it moves the times of a span at most. As in Jaeger, none by default. */
  maxClockSkew?: bigint
}

export function toJaegerTrace(
  { traceId, spans }: Trace,
  { raw = false, maxClockSkew = 0n }: V1Options = {},
): JaegerTrace {
  const shown = spans.map(toShown)
  if (!raw) adjust(shown, maxClockSkew)
  const processes = new Map<string, { id: string; process: JaegerProcess }>()
  return {
    traceID: shortTraceId(traceId),
    spans: shown.map((span) => toJaegerSpan(span, processOf(span, processes))),
    processes: Object.fromEntries([...processes.values()].map(({ id, process }) => [id, process])),
    warnings: null,
  }
}

/** Spans of one process come in many exports: equal resources are one process. */
function processOf(
  { span: { service }, processTags }: Shown,
  known: Map<string, { id: string; process: JaegerProcess }>,
): string {
  const process = { serviceName: service, tags: processTags }
  const key = JSON.stringify(process)
  const found = known.get(key)
  if (found) return found.id
  const id = `p${known.size + 1}`
  known.set(key, { id, process })
  return id
}

function toJaegerSpan(shown: Shown, processID: string): JaegerSpan {
  const { span, shift, warnings } = shown
  return {
    traceID: shown.traceId,
    spanID: shown.spanId,
    operationName: span.name,
    references: shown.references,
    startTime: micros(shown.start + shift),
    duration: micros(shown.duration),
    tags: shown.tags,
    logs: span.events.map((event) => ({
      timestamp: micros(toGoTime(event.time) + shift),
      fields: logFields(event),
    })),
    processID,
    warnings: warnings.length > 0 ? warnings : null,
  }
}

/** Cut, not rounded. Jaeger's field is unsigned, which what lies before 1970 is not. */
function micros(nano: bigint): number {
  return Number(BigInt.asUintN(64, nano / 1000n))
}
