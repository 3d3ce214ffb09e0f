/** Which side of a hop dropped the context, as far as traces tell. */
import { addressOf, receivedHeader } from './call.ts'
import { type End, type Examined, hasRemoteParent } from './examined.ts'
import type { Hop } from './hops.ts'
import { createPeers } from './peers.ts'
import type { Advice } from './words.ts'

type LostHop = Extract<Hop, { server: End }>

interface Evidence {
  hop: LostHop
  caller: string
  callee: string
  hops: Hop[]
  traces: Examined[]
}

/**
 * The first rule that can tell. They stand in the order of their strength: what the headers show,
 * what either service did with the same request's other hops, what it did in other traces.
 */
export function judge(hop: LostHop, hops: Hop[], traces: Examined[]): Advice {
  const { client, server } = hop
  const evidence = {
    hop,
    hops,
    traces,
    caller: client.node.span.service,
    callee: server.node.span.service,
  }
  for (const rule of rules) {
    const verdict = rule(evidence)
    if (verdict) return verdict
  }
  return undecided(evidence)
}

const rules: ((evidence: Evidence) => Advice | undefined)[] = [
  headerArrived,
  calleeLosesBothWays,
  callerLosesBothWays,
  calledElsewhere,
  calleeChanged,
  callerSilent,
]

function headerArrived({ hop, callee }: Evidence): Advice | undefined {
  const header = receivedHeader(hop.server.node.span, 'traceparent')
  if (!header?.includes(hop.client.node.span.traceId)) return undefined
  return {
    cause: `${callee} dropped it: traceparent arrived and was not extracted`,
    cure: propagatorsOn(callee),
  }
}

/** One setting decides on taking in and passing on. */
function calleeLosesBothWays({ hop, callee, hops }: Evidence): Advice | undefined {
  const next = lostFrom(hop.server.trace, callee, hops)
  if (!next || passesOn(callee, hop.server.trace)) return undefined
  return {
    cause: `${callee} dropped it: it passed none on to ${next.server.node.span.service} either, so its propagators are off`,
    cure: propagatorsOn(callee),
  }
}

function callerLosesBothWays({ hop, caller, hops }: Evidence): Advice | undefined {
  const before = hops.find(
    (other) => other.fate === 'lost' && other.server.trace === hop.client.trace,
  )
  if (before?.fate !== 'lost' || before.server.node.span.service !== caller) return undefined
  if (passesOn(caller, hop.client.trace)) return undefined
  return {
    cause: `${caller} sent none: it did not take ${before.client.node.span.service}'s in either, so its propagators are off`,
    cure: propagatorsOn(caller),
  }
}

function calledElsewhere({ hop, caller, callee, traces }: Evidence): Advice | undefined {
  const address = addressOf(hop.client.node.span)
  const usual = createPeers(traces).addressesOf(callee)
  if (!address || usual.size === 0 || usual.has(address)) return undefined
  const proof = whyCallerIsOn(hop.client, caller, traces)
  if (!proof) return undefined
  return {
    cause: `it was lost on the way: ${caller} passes contexts on (${proof}) but called ${address}, where contexts reach ${callee} at ${[...usual].join(', ')}: a proxy stands between`,
    cure: `let what listens at ${address} forward the headers traceparent, tracestate and baggage`,
  }
}

function calleeChanged({ hop, caller, callee, traces }: Evidence): Advice | undefined {
  const proof = whyCallerIsOn(hop.client, caller, traces)
  if (!proof) return undefined
  const usual = traces.find((trace) => takesIn(callee, trace))
  const how = usual
    ? `${callee} did not extract it, though it did in trace ${usual.trace.traceId}: its propagators were switched off since, or a proxy came between`
    : `${callee} did not extract it, or it was lost on the way`
  return {
    cause: `${how} (${caller} passes contexts on: ${proof})`,
    cure: `${propagatorsOn(callee)}, and look for a proxy that drops traceparent`,
  }
}

function callerSilent({ caller, callee, traces }: Evidence): Advice | undefined {
  const usual = traces.find((trace) => takesIn(callee, trace))
  if (!usual) return undefined
  return {
    cause: `${caller} sent none: nothing shows that it passes contexts on, and ${callee} takes them in (trace ${usual.trace.traceId})`,
    cure: propagatorsOn(caller),
  }
}

function undecided({ caller, callee }: Evidence): Advice {
  return {
    cause: `${caller} sent no traceparent, or ${callee} did not extract it: these traces show neither at work elsewhere`,
    cure: `${propagatorsOn(`${caller} and ${callee}`)}, and look for a proxy between them`,
  }
}

function propagatorsOn(services: string): string {
  return `set OTEL_PROPAGATORS=tracecontext,baggage in ${services} and load the SDK before the HTTP library`
}

/** What took a context in, or passed another on, has its propagators on. */
function whyCallerIsOn(client: End, caller: string, traces: Examined[]): string | undefined {
  if (takesIn(caller, client.trace)) return 'it took the one of this very request in'
  if (passesOn(caller, client.trace)) return 'it passed this one on in another call'
  const other = traces.find((trace) => passesOn(caller, trace))
  return other && `as in trace ${other.trace.traceId}`
}

function takesIn(service: string, trace: Examined): boolean {
  return trace.nodes.some(
    (node) =>
      node.span.service === service && node.span.kind === 'server' && hasRemoteParent(node, trace),
  )
}

function passesOn(service: string, { nodes }: Examined): boolean {
  return nodes.some(
    ({ span, children }) =>
      span.service === service &&
      children.some((child) => !child.linked && child.span.service !== service),
  )
}

function lostFrom(trace: Examined, service: string, hops: Hop[]): LostHop | undefined {
  return hops.find(
    (hop): hop is LostHop =>
      hop.fate === 'lost' && hop.client.trace === trace && hop.client.node.span.service === service,
  )
}
