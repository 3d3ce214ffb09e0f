import type { TraceTree, TreeNode } from '../trace/tree.ts'
import { namesLost } from './baggage.ts'
import { findHops, type Hop } from './find-hops.ts'
import { type HopHeaders, judgeHop, type Verdict } from './judge-hop.ts'
import { createHeaderReader, type Recorded, type RecordedHeaders } from './recorded-headers.ts'

export interface LedgerEntry extends Hop, HopHeaders {
  verdict: Verdict
  /** Names of baggage that the caller had received itself and did not pass on. */
  dropped: string[]
}

/** What crossed each border of a trace, as far as the spans recorded it. */
export function ledgerOf(tree: TraceTree): LedgerEntry[] {
  const read = createHeaderReader(tree)
  return findHops(tree).map((hop) => {
    const headers = { sent: hop.from && read(hop.from.span), received: hop.to && read(hop.to.span) }
    return {
      ...hop,
      ...headers,
      verdict: judgeHop(hop, headers),
      dropped: droppedBy(hop.from, headers.sent?.baggage, read),
    }
  })
}

/** Whether some side of some hop recorded nothing, so that the reader has to be told how to. */
export function lacksHeaders(entries: LedgerEntry[]): boolean {
  return entries.some(
    ({ sent, received }) =>
      sent?.traceparent.state === 'unknown' || received?.traceparent.state === 'unknown',
  )
}

function droppedBy(
  call: TreeNode | undefined,
  sent: Recorded | undefined,
  read: (span: TreeNode['span']) => RecordedHeaders,
): string[] {
  const received = enteredBy(call)
  const had = received && read(received.span).baggage
  if (had?.state !== 'value' || !sent || sent.state === 'unknown') return []
  return namesLost(had.value, sent.state === 'value' ? sent.value : '')
}

/** The span as which the request came into the service that makes this call. */
function enteredBy(call: TreeNode | undefined): TreeNode | undefined {
  let at = call
  while (at && at.span.kind !== 'server') at = at.parent
  return at && at.span.service === call?.span.service ? at : undefined
}
