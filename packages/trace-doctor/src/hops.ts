import type { Span, SpanNode } from '@onetrace/spans'
import { expectsServer, statusCodeOf } from './call.ts'
import { type End, type Examined, isSampled } from './examined.ts'
import type { LogRecord } from './logs/log-record.ts'
import { matchRoots } from './match-roots.ts'
import { createPeers, type Peers } from './peers.ts'

/**
 * A call whose server span is not below it, and where that is instead.
 * `lost`: it began a trace of its own. `rewritten`: it kept the parent, under another trace id.
 * `linked`: it began a trace of its own and links back. `unsampled`: it was told not to record.
 * `failed`: nobody answered. `unseen`: nothing of it is anywhere.
 */
export type Hop =
  | { fate: 'lost' | 'rewritten' | 'linked'; client: End; server: End; rivals: number }
  | { fate: 'unsampled' | 'failed' | 'unseen'; client: End; callee: string | undefined }

export interface HopSources {
  traces: Examined[]
  logs: LogRecord[]
}

/** All such calls of all these traces. */
export function findHops(sources: HopSources): Hop[] {
  const { traces } = sources
  const calls = traces.flatMap((trace) => callsWithoutServer(trace))
  const served = matchRoots(calls, traces)
  const clues = { peers: createPeers(traces), strays: findStrays(sources) }
  return calls.map((client): Hop => {
    const match = served.get(client.node)
    return match ? { ...match, client } : explainAbsence(client, clues)
  })
}

function callsWithoutServer(trace: Examined): End[] {
  return trace.nodes
    .filter(({ span, children }) => expectsServer(span) && !children.some(isServerOf(span.service)))
    .map((node) => ({ node, trace }))
}

/** Below a client span some instrumentations put others of the same service. */
function isServerOf(caller: string) {
  return ({ span, linked }: SpanNode) =>
    !linked && (span.kind === 'server' || span.service !== caller)
}

interface Clues {
  peers: Peers
  /** By trace id: what services wrote that have no span in that trace. */
  strays: Map<string, LogRecord[]>
}

function explainAbsence(client: End, { peers, strays }: Clues): Hop {
  const { span } = client.node
  const lines = (strays.get(span.traceId) ?? []).filter((line) => isDuring(line, span))
  const callee = lines[0]?.service ?? peers.serviceCalledBy(span)
  if (span.status.code === 'error' && statusCodeOf(span) === undefined) {
    return { fate: 'failed', client, callee }
  }
  // The trace id arrived, or its lines would not carry it.
  const unsampled = lines.some(({ traceFlags }) => traceFlags !== undefined && !(traceFlags & 1))
  const fate = unsampled && isSampled(span) !== false ? 'unsampled' : 'unseen'
  return { fate, client, callee }
}

/** Log rows are timed in milliseconds. */
const logTolerance = 2_000_000n

function isDuring({ time }: LogRecord, { startTime, endTime }: Span): boolean {
  return time >= startTime - logTolerance && time <= endTime + logTolerance
}

function findStrays({ traces, logs }: HopSources): Map<string, LogRecord[]> {
  const present = new Set(
    traces.flatMap(({ nodes }) => nodes.map(({ span }) => `${span.traceId} ${span.service}`)),
  )
  const tied = logs.filter(({ traceId, service }) => !present.has(`${traceId} ${service}`))
  return Map.groupBy(tied, ({ traceId }) => traceId ?? '')
}
