import type { SpanNode } from '@onetrace/spans'
import { failureOf, requestShapeOf } from './call.ts'
import { type Examined, hasRemoteParent } from './examined.ts'
import {
  type Death,
  deathBefore,
  findInstances,
  type Instances,
  instanceIdOf,
} from './instances.ts'
import type { OpenCall } from './open-calls.ts'

/** What is missing from a trace since a process ended before it sent it. */
export interface Cut extends Death {
  /** Spans whose parent was never sent. */
  orphans: SpanNode[]
  /** Calls that it did not answer, or whose server span it did not send. */
  calls: SpanNode[]
}

type Found = Death & ({ orphan: SpanNode } | { call: SpanNode })

export interface CutSources {
  trace: Examined
  traces: Examined[]
  openCalls: OpenCall[]
}

/** One for each process that ended. */
export function findCuts({ trace, traces, openCalls }: CutSources): Cut[] {
  const orphans = trace.roots.filter(({ flaw }) => flaw === 'orphan')
  if (orphans.length === 0 && openCalls.length === 0) return []
  const instances = findInstances(traces)
  const calls = openCalls.flatMap((call) => cutCall(call, instances))
  const clues = { trace, instances, calls, callers: findCallers(traces) }
  const found = [...calls, ...orphans.flatMap((orphan) => cutOrphan(orphan, clues))]
  return [...Map.groupBy(found, ({ instance }) => instance).values()].flatMap(merged)
}

function merged(found: Found[]): Cut[] {
  const [first] = found
  if (!first) return []
  const { service, instance, successor } = first
  const orphans = found.flatMap((one) => ('orphan' in one ? one.orphan : []))
  const calls = found.flatMap((one) => ('call' in one ? one.call : []))
  return [{ service, instance, successor, orphans, calls }]
}

const brokenConnection =
  /ECONNRESET|EPIPE|other side closed|socket hang up|terminated|UND_ERR_SOCKET/i

/** Refused, it was gone already; late, it may be alive. */
function cutCall(call: OpenCall, instances: Instances): (Death & { call: SpanNode })[] {
  if (call.fate !== 'failed' && call.fate !== 'unseen') return []
  const { client, callee: service } = call
  const { span } = client.node
  if (service === undefined) return []
  if (call.fate === 'failed' && !brokenConnection.test(failureOf(span))) return []
  const death = deathBefore({ service, at: span.endTime }, instances)
  return death ? [{ ...death, call: client.node }] : []
}

interface Clues {
  trace: Examined
  instances: Instances
  calls: (Death & { call: SpanNode })[]
  callers: Map<string, Set<string>>
}

/** Its parent was to be sent by who is known to be cut off, by its own process, or by its usual caller. */
function cutOrphan(orphan: SpanNode, { trace, instances, calls, callers }: Clues): Found[] {
  const { span } = orphan
  const instanceId = hasRemoteParent(orphan, trace) ? undefined : (instanceIdOf(span) ?? '')
  const above = calls.find(
    ({ call, instance }) =>
      call.span.startTime <= span.startTime && (instanceId ?? instance.id) === instance.id,
  )
  if (above) return [found(above, orphan)]
  const [caller, ...others] = callers.get(keyOf(orphan)) ?? []
  const service = instanceId === undefined ? caller : span.service
  if (service === undefined || (instanceId === undefined && others.length > 0)) return []
  const death = deathBefore({ service, at: span.endTime, instanceId }, instances)
  return death ? [found(death, orphan)] : []
}

function found({ service, instance, successor }: Death, orphan: SpanNode): Found {
  return { service, instance, successor, orphan }
}

/** Which services call what, as the hops show that are whole. */
function findCallers(traces: Examined[]): Map<string, Set<string>> {
  const callers = new Map<string, Set<string>>()
  for (const { from, to } of traces.flatMap(({ hops }) => hops)) {
    if (!from || !to) continue
    const key = keyOf(to)
    callers.set(key, (callers.get(key) ?? new Set()).add(from.span.service))
  }
  return callers
}

function keyOf({ span }: SpanNode): string {
  return `${span.service} ${span.kind} ${requestShapeOf(span) ?? span.name}`
}
