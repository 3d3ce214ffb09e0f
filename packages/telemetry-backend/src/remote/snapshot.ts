import type { Trace } from '@onetrace/spans'
import { fetchTrace, type JaegerServer, listServices, searchTraces } from '@onetrace/spans/jaeger'
import { stretchOf } from '../doctor/neighbors.ts'
import type { TraceSource } from '../store/trace-source.ts'

export interface Scope {
  /** Without it, the traces of every service are asked for. */
  service?: string | undefined
  /** Unix nanoseconds. */
  start: bigint
  end: bigint
  /** The most traces of each service. */
  limit: number
}

/** The traces that a Jaeger gives for a stretch of time. Throws JaegerError. */
export async function takeSnapshot(server: JaegerServer, scope: Scope): Promise<TraceSource> {
  const services = scope.service ? [scope.service] : await listServices(server)
  const found = await Promise.all(
    services.map((service) => searchTraces({ ...server, ...scope, service })),
  )
  return sourceOf(found.flat())
}

const before = 900n * 1_000_000_000n
const after = 60n * 1_000_000_000n
const neighbors = 50

/** One trace and those around it; nothing where Jaeger does not hold it. Throws JaegerError. */
export async function takeSnapshotAround(
  server: JaegerServer,
  traceId: string,
): Promise<TraceSource> {
  const trace = await fetchTrace({ ...server, traceId }).catch((error) => {
    if (error?.reason === 'not-found') return undefined
    throw error
  })
  if (!trace) return sourceOf([])
  const { start, end } = stretchOf(trace)
  const from = start > before ? start - before : 0n
  const scope = { start: from, end: end + after, limit: neighbors }
  const around = await takeSnapshot(server, scope)
  return sourceOf([...around.all(), trace])
}

function sourceOf(traces: Trace[]): TraceSource {
  const byId = new Map(traces.map((trace) => [trace.traceId, trace]))
  return {
    get: (traceId) => byId.get(traceId),
    all: function* () {
      yield* byId.values()
    },
    linkingTo: function* (traceId) {
      for (const trace of byId.values()) {
        const links = trace.spans.flatMap((span) => span.links)
        if (links.some((link) => link.traceId === traceId)) yield trace
      }
    },
    hasEvicted: () => true, // what is not among them may be elsewhere: nothing is missing for sure
  }
}
