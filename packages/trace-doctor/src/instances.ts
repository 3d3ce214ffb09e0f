import type { Span } from '@onetrace/spans'
import type { Examined } from './examined.ts'

/** One process of a service, as the traces at hand show it. */
export interface Instance {
  id: string
  /** When its first span began and its last one ended. */
  first: bigint
  last: bigint
}

export interface Death {
  service: string
  instance: Instance
  successor: Instance
}

export interface Asked {
  service: string
  /** When what it owes was there to be sent. */
  at: bigint
  /** Where it is known which process owes it. */
  instanceId?: string | undefined
}

/** Spans are sent in the order in which they ended, but a server may end one after its answer came. */
const late = 1_000_000_000n
/** Later than this, somebody else's start proves nothing. */
const soon = 60_000_000_000n

/** The processes of each service. */
export type Instances = Map<string, Instance[]>

export function findInstances(traces: Examined[]): Instances {
  const found = new Map<string, Map<string, Instance>>()
  for (const { span } of traces.flatMap(({ nodes }) => nodes)) {
    const id = instanceIdOf(span)
    if (id === undefined) continue
    const ofService = found.get(span.service) ?? new Map<string, Instance>()
    found.set(span.service, ofService.set(id, extended(ofService.get(id), id, span)))
  }
  return new Map([...found].map(([service, byId]) => [service, [...byId.values()]]))
}

export function instanceIdOf({ resource }: Span): string | undefined {
  const id = resource['service.instance.id']
  return typeof id === 'string' ? id : undefined
}

function extended(known: Instance | undefined, id: string, { startTime, endTime }: Span): Instance {
  const { first = startTime, last = endTime } = known ?? {}
  return {
    id,
    first: startTime < first ? startTime : first,
    last: endTime > last ? endTime : last,
  }
}

/**
 * The process that ended before it could send what it owed. It is taken for ended when nothing of it
 * is there that ended later, and another process of the service began soon after. Whoever sent
 * something later was alive; and as long as any process of the service may owe it, none is blamed.
 */
export function deathBefore({ service, at, instanceId }: Asked, instances: Instances) {
  const all = instances.get(service) ?? []
  const suspects = all.filter(
    ({ id, first }) => first <= at && (instanceId === undefined || id === instanceId),
  )
  if (suspects.some(({ last }) => last > at + late)) return undefined
  const instance = suspects.toSorted((a, b) => (a.last < b.last ? 1 : -1))[0]
  const successor = all
    .filter(({ first }) => instance && first > instance.last && first >= at - late)
    .toSorted((a, b) => (a.first < b.first ? -1 : 1))[0]
  if (!instance || !successor || successor.first > at + soon) return undefined
  return { service, instance, successor } satisfies Death
}
