import { sentKind, type Trace } from '@onetrace/spans'
import { spansById } from '../services/spans-by-id.ts'
import { startOf } from './search.ts'

/** What the store holds now: a service whose last trace has left is no longer listed. */
export function listServices(traces: Iterable<Trace>): string[] {
  const names = new Set<string>()
  for (const { spans } of traces) for (const span of spans) names.add(span.service)
  return [...names].sort()
}

export interface Operation {
  name: string
  spanKind: string
}

export function listOperations(
  traces: Iterable<Trace>,
  { service, spanKind }: { service: string; spanKind?: string | undefined },
): Operation[] {
  const found = new Map<string, Operation>()
  for (const { spans } of traces) {
    for (const span of spans) {
      const { service: owner, name } = span
      const kind = sentKind(span) ?? ''
      if (owner !== service || (spanKind && kind !== spanKind)) continue
      found.set(`${name}\n${kind}`, { name, spanKind: kind })
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? [])
}

export interface Dependency {
  parent: string
  child: string
  callCount: number
}

/** Who calls whom, calls inside of one service too, as Jaeger's memory storage counts them. */
export function listDependencies(
  traces: Iterable<Trace>,
  { from, to }: { from: bigint; to: bigint },
): Dependency[] {
  const calls = new Map<string, Dependency>()
  for (const trace of traces) {
    const start = startOf(trace)
    if (start < from || start > to) continue
    for (const [parent, child] of callsOf(trace)) {
      const known = calls.get(`${parent}\n${child}`)
      if (known) known.callCount += 1
      else calls.set(`${parent}\n${child}`, { parent, child, callCount: 1 })
    }
  }
  return [...calls.values()]
}

function callsOf({ spans }: Trace): [parent: string, child: string][] {
  const byId = spansById(spans)
  return spans.flatMap(({ service, parentSpanId }) => {
    const parent = parentSpanId && byId.get(parentSpanId)
    return parent ? [[parent.service, service] satisfies [string, string]] : []
  })
}
