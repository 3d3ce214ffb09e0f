import type { SpanNode } from '../tree.ts'
import { addressOf, requestOf, statusCodeOf, userAgentOf } from './call.ts'
import type { Examined } from './examined.ts'
import type { End } from './hops.ts'

interface Match {
  fate: 'lost' | 'rewritten' | 'linked'
  server: End
}

/**
 * For each call the server span that it made in another trace. A server span that kept the caller's
 * span id, or links to it, says so itself; another is taken for the call's own when nothing speaks
 * against it: it began and ended within the call, with the same request, status and user agent.
 */
export function matchRoots(calls: End[], traces: Examined[]): Map<SpanNode, Match> {
  const roots = traces.flatMap((trace) => trace.roots.map((node) => ({ node, trace })))
  const matches = new Map<SpanNode, Match>()
  const taken = new Set<SpanNode>()
  const take = (call: End, fate: Match['fate'], server: End | undefined) => {
    if (!server || taken.has(server.node)) return
    taken.add(server.node)
    matches.set(call.node, { fate, server })
  }
  const claimed = Map.groupBy(roots, ({ node }) => node.span.parentSpanId ?? '')
  const linked = indexLinks(roots)
  for (const call of calls) {
    const { traceId, spanId } = call.node.span
    take(call, 'rewritten', claimed.get(spanId)?.find(isElsewhere(call)))
    if (!matches.has(call.node)) take(call, 'linked', linked.get(traceId + spanId))
  }
  const orphaned = roots.filter(({ node }) => isUnclaimed(node))
  const byRequest = Map.groupBy(orphaned, ({ node }) => requestOf(node.span) ?? '')
  for (const call of calls) {
    if (matches.has(call.node)) continue
    const candidates = byRequest.get(requestOf(call.node.span) ?? '-') ?? []
    const free = candidates.filter(({ node }) => !taken.has(node))
    take(call, 'lost', best(call, free))
  }
  return matches
}

function indexLinks(roots: End[]): Map<string, End> {
  return new Map(
    roots.flatMap((root) =>
      root.node.span.links.map((to): [string, End] => [to.traceId + to.spanId, root]),
    ),
  )
}

function isUnclaimed({ span }: SpanNode): boolean {
  return span.parentSpanId === undefined && span.kind === 'server' && span.links.length === 0
}

function isElsewhere(call: End) {
  return ({ trace }: End) => trace !== call.trace
}

function best(call: End, candidates: End[]): End | undefined {
  const possible = candidates.filter((root) => isElsewhere(call)(root) && isPossible(call, root))
  const address = addressOf(call.node.span)
  const sameAddress = possible.filter(({ node }) => addressOf(node.span) === address)
  return (sameAddress.length > 0 ? sameAddress : possible)[0]
}

/** Two processes of one machine differ by less; a server ends when the answer has left it. */
const tolerance = 20_000_000n

function isPossible({ node: { span: call } }: End, { node: { span: root } }: End): boolean {
  return (
    root.service !== call.service &&
    root.startTime >= call.startTime - tolerance &&
    root.endTime <= call.endTime + tolerance &&
    agree(statusCodeOf(call), statusCodeOf(root)) &&
    agree(userAgentOf(call), userAgentOf(root))
  )
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}
