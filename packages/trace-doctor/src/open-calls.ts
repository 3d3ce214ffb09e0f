import type { Span } from '@onetrace/spans'
import { failedUnanswered } from './call.ts'
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
export type OpenCall =
  | { fate: 'lost' | 'rewritten' | 'linked'; client: End; server: End; rivals: number }
  | { fate: 'unsampled' | 'failed' | 'unseen'; client: End; callee: string | undefined }

export interface OpenCallSources {
  traces: Examined[]
  logs: LogRecord[]
}

/** All such calls of all these traces. */
export function findOpenCalls(sources: OpenCallSources): OpenCall[] {
  const { traces } = sources
  const calls = traces.flatMap((trace) => callsWithoutServer(trace))
  const served = matchRoots(calls, traces)
  const clues = { peers: createPeers(traces), strays: findStrays(sources) }
  return calls.map((client): OpenCall => {
    const match = served.get(client.node)
    return match ? { ...match, client } : explainAbsence(client, clues)
  })
}

function callsWithoutServer(trace: Examined): End[] {
  return trace.hops.flatMap(({ from, to }) => (from && !to ? [{ node: from, trace }] : []))
}

interface Clues {
  peers: Peers
  /** By trace id: what services wrote that have no span in that trace. */
  strays: Map<string, LogRecord[]>
}

function explainAbsence(client: End, { peers, strays }: Clues): OpenCall {
  const { span } = client.node
  const lines = (strays.get(span.traceId) ?? []).filter((line) => isDuring(line, span))
  const callee = lines[0]?.service ?? peers.serviceCalledBy(span)
  if (failedUnanswered(span)) return { fate: 'failed', client, callee }
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

function findStrays({ traces, logs }: OpenCallSources): Map<string, LogRecord[]> {
  const present = new Set(
    traces.flatMap(({ nodes }) => nodes.map(({ span }) => `${span.traceId} ${span.service}`)),
  )
  const tied = logs.filter(
    ({ traceId, service, ofDatabase }) => !ofDatabase && !present.has(`${traceId} ${service}`),
  )
  return Map.groupBy(tied, ({ traceId }) => traceId ?? '')
}
