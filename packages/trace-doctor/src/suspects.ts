/** Which side of a hop dropped the context, as far as traces tell. */
import { shorten } from '@onetrace/span-tree'
import { addressOf } from './call.ts'
import { type End, type Examined, hasRemoteParent } from './examined.ts'
import type { OpenCall } from './open-calls.ts'
import { createPeers } from './peers.ts'
import type { Advice } from './words.ts'

type LostCall = Extract<OpenCall, { server: End }>

interface Evidence {
  call: LostCall
  caller: string
  callee: string
  openCalls: OpenCall[]
  traces: Examined[]
}

/**
 * The first rule that can tell. They stand in the order of their strength: what the headers show,
 * what either service did with the same request's other calls, what it did in other traces.
 */
export function judge(call: LostCall, openCalls: OpenCall[], traces: Examined[]): Advice {
  const { client, server } = call
  const evidence = {
    call,
    openCalls,
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
  headerInvalid,
  headerArrived,
  calleeLosesBothWays,
  callerLosesBothWays,
  calledElsewhere,
  calleeChanged,
  callerSilent,
]

/** A receiver has to ignore what is no valid traceparent, so it is not to blame for that. */
function headerInvalid({ call, caller, callee }: Evidence): Advice | undefined {
  const { sent, received } = headersOf(call)
  if (sent && !sent.fields) {
    return {
      cause: `${caller} sent what is no valid traceparent, ${quote(sent.value)}, which ${callee} has to ignore`,
      cure: `let ${caller} send a traceparent by the rules: https://www.w3.org/TR/trace-context-2/`,
    }
  }
  if (!received || received.fields) return undefined
  const writer = sent ? 'what stands between' : `${caller}, or what stands between,`
  return {
    cause: `${writer} made the traceparent invalid: ${callee} received ${quote(received.value)}, which it has to ignore`,
    cure: sent
      ? 'let what stands between forward traceparent unchanged'
      : `let ${caller} send a traceparent by the rules, https://www.w3.org/TR/trace-context-2/, and what stands between forward it unchanged`,
  }
}

function headerArrived({ call, callee }: Evidence): Advice | undefined {
  const { fields } = headersOf(call).received ?? {}
  if (fields?.traceId !== call.client.node.span.traceId) return undefined
  return {
    cause: `${callee} dropped it: traceparent arrived and was not extracted`,
    cure: propagatorsOn(callee),
  }
}

/** The traceparent of either side, where it was recorded. */
function headersOf({ client, server }: LostCall) {
  const sent = client.trace.hops.find(({ from }) => from === client.node)?.sent?.traceparent
  const received = server.trace.hops.find(({ to }) => to === server.node)?.received?.traceparent
  return {
    sent: sent?.state === 'value' ? sent : undefined,
    received: received?.state === 'value' ? received : undefined,
  }
}

function quote(header: string): string {
  return JSON.stringify(shorten(header, longestHeader))
}

const longestHeader = 80

/** One setting decides on taking in and passing on. */
function calleeLosesBothWays({ call, callee, openCalls }: Evidence): Advice | undefined {
  const next = lostFrom(call.server.trace, callee, openCalls)
  if (!next || passesOn(callee, call.server.trace)) return undefined
  return {
    cause: `${callee} dropped it: it passed none on to ${next.server.node.span.service} either, so its propagators are off`,
    cure: propagatorsOn(callee),
  }
}

function callerLosesBothWays({ call, caller, openCalls }: Evidence): Advice | undefined {
  const before = openCalls.find(
    (other) => other.fate === 'lost' && other.server.trace === call.client.trace,
  )
  if (before?.fate !== 'lost' || before.server.node.span.service !== caller) return undefined
  if (passesOn(caller, call.client.trace)) return undefined
  return {
    cause: `${caller} sent none: it did not take ${before.client.node.span.service}'s in either, so its propagators are off`,
    cure: propagatorsOn(caller),
  }
}

function calledElsewhere({ call, caller, callee, traces }: Evidence): Advice | undefined {
  const address = addressOf(call.client.node.span)
  const usual = createPeers(traces).addressesOf(callee)
  if (!address || usual.size === 0 || usual.has(address)) return undefined
  const proof = whyCallerIsOn(call.client, caller, traces)
  if (!proof) return undefined
  return {
    cause: `it was lost on the way: ${caller} passes contexts on (${proof}) but called ${address}, where contexts reach ${callee} at ${[...usual].join(', ')}: a proxy stands between`,
    cure: `let what listens at ${address} forward the headers traceparent, tracestate and baggage`,
  }
}

function calleeChanged({ call, caller, callee, traces }: Evidence): Advice | undefined {
  const proof = whyCallerIsOn(call.client, caller, traces)
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

function passesOn(service: string, { hops }: Examined): boolean {
  return hops.some(
    ({ from, to }) => from?.span.service === service && to && to.span.service !== service,
  )
}

function lostFrom(trace: Examined, service: string, openCalls: OpenCall[]): LostCall | undefined {
  return openCalls.find(
    (call): call is LostCall =>
      call.fate === 'lost' &&
      call.client.trace === trace &&
      call.client.node.span.service === service,
  )
}
