import type { Span, SpanNode } from '@onetrace/spans'
import { addressOf, requestOf, statusCodeOf, userAgentOf } from './call.ts'
import type { End, Examined } from './examined.ts'

interface Match {
  fate: 'lost' | 'rewritten' | 'linked'
  server: End
  /** How many others lie within the call as well: of requests at once any may be its own. */
  rivals: number
}

/**
 * For each call the server span that it made in another trace. A server span that kept the caller's
 * span id, or links to it, says so itself; another is taken for the call's own when nothing speaks
 * against it: it began within the call, with the same request, status and user agent.
 */
export function matchRoots(calls: End[], traces: Examined[]): Map<SpanNode, Match> {
  const roots = traces.flatMap((trace) => trace.roots.map((node) => ({ node, trace })))
  const matches = new Map<SpanNode, Match>()
  const taken = new Set<SpanNode>()
  const take = (call: End, fate: Match['fate'], found: End[]) => {
    const server = found.find(({ node }) => !taken.has(node))
    if (!server || matches.has(call.node)) return
    taken.add(server.node)
    const rivals = found.filter((other) => other !== server && isWithin(call, other)).length
    matches.set(call.node, { fate, server, rivals })
  }
  const claimed = Map.groupBy(roots, ({ node }) => node.span.parentSpanId ?? '')
  const linked = indexLinks(roots)
  const inTime = calls.toSorted((a, b) => compare(a.node.span.startTime, b.node.span.startTime))
  for (const call of inTime) {
    const { traceId, spanId } = call.node.span
    take(call, 'rewritten', (claimed.get(spanId) ?? []).filter(isElsewhere(call)).slice(0, 1))
    take(call, 'linked', linked.get(traceId + spanId) ?? [])
  }
  const unclaimed = roots.filter(({ node }) => isUnclaimed(node))
  const byRequest = Map.groupBy(unclaimed, ({ node }) => requestOf(node.span) ?? '')
  for (const call of inTime) {
    take(call, 'lost', likely(call, byRequest.get(requestOf(call.node.span) ?? '-') ?? []))
  }
  return matches
}

function indexLinks(roots: End[]): Map<string, End[]> {
  return new Map(
    roots.flatMap((root) =>
      root.node.span.links.map((to): [string, End[]] => [to.traceId + to.spanId, [root]]),
    ),
  )
}

function isUnclaimed({ span }: SpanNode): boolean {
  return span.parentSpanId === undefined && span.kind === 'server' && span.links.length === 0
}

function isElsewhere(call: End) {
  return ({ trace }: End) => trace !== call.trace
}

/** The likeliest first: that began soonest after the call and did not outlast it. */
function likely(call: End, candidates: End[]): End[] {
  const possible = candidates.filter((root) => isElsewhere(call)(root) && isPossible(call, root))
  const address = addressOf(call.node.span)
  const sameAddress = possible.filter(({ node }) => addressOf(node.span) === address)
  const { span } = call.node
  return (sameAddress.length > 0 ? sameAddress : possible).toSorted((a, b) =>
    compare(distance(span, a.node.span), distance(span, b.node.span)),
  )
}

function distance(call: Span, root: Span): bigint {
  const overhang = root.endTime > call.endTime ? root.endTime - call.endTime : 0n
  return (root.startTime > call.startTime ? root.startTime - call.startTime : 0n) + overhang
}

/** Clocks of two processes differ by less. */
const earliest = 20_000_000n
/** A busy server ends its span after the answer has come. */
const latest = 1_000_000_000n

function isPossible({ node: { span: call } }: End, { node: { span: root } }: End): boolean {
  return (
    root.service !== call.service &&
    root.startTime >= call.startTime - earliest &&
    root.startTime <= call.endTime + earliest &&
    root.endTime <= call.endTime + latest &&
    agree(statusCodeOf(call), statusCodeOf(root)) &&
    agree(userAgentOf(call), userAgentOf(root))
  )
}

function isWithin({ node: { span: call } }: End, { node: { span: root } }: End): boolean {
  return root.startTime >= call.startTime && root.endTime <= call.endTime
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b)
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}
