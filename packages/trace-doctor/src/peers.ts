import type { Span } from '@onetrace/spans'
import { addressOf, expectsServer, requestShapeOf } from './call.ts'
import type { Examined } from './examined.ts'

/** Who answers whom, as the calls show whose server span is below them. */
export interface Peers {
  serviceCalledBy(call: Span): string | undefined
  /** The addresses under which it answered calls. */
  addressesOf(service: string): Set<string>
}

export function createPeers(traces: Examined[]): Peers {
  const services = new Map<string, string>()
  const addresses = new Map<string, Set<string>>()
  for (const { call, service } of traces.flatMap(servedCalls)) {
    for (const key of keysOf(call)) services.set(key, service)
    const known = addresses.get(service) ?? new Set()
    addresses.set(service, known.add(addressOf(call) ?? ''))
  }
  return {
    serviceCalledBy: (call) => keysOf(call).flatMap((key) => services.get(key) ?? [])[0],
    addressesOf: (service) => addresses.get(service) ?? new Set(),
  }
}

function servedCalls({ hops }: Examined): { call: Span; service: string }[] {
  return hops.flatMap(({ from, to }) => {
    if (!from || !to || from.span.service === to.span.service) return []
    return expectsServer(from.span) ? [{ call: from.span, service: to.span.service }] : []
  })
}

/** The request tells more than the address: behind a proxy many services share one. */
function keysOf(call: Span): string[] {
  const shape = requestShapeOf(call)
  const address = addressOf(call)
  return [
    ...(shape ? [`${call.service} ${shape}`] : []),
    ...(address ? [`${call.service} at ${address}`] : []),
  ]
}
