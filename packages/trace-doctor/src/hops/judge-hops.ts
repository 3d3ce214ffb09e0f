import { buildTree, durationOf, type SpanNode, type Trace, walk } from '@onetrace/spans'
import { namesLost } from './baggage.ts'
import { findHops, type Hop, type HopNode } from './find-hops.ts'
import { type Notes, notesOn } from './notes.ts'
import { createHeaderReader, type HeaderReader, type RecordedHeaders } from './recorded-headers.ts'
import { type HopHeaders, judgeHop, type Verdict } from './verdict.ts'

/** A hop with all that its spans tell of the context that crossed. */
export interface JudgedHop<N = SpanNode> extends Hop<N>, HopHeaders {
  verdict: Verdict
  /** The spans here that the traceparent names as the parent, as sent and as received. */
  parents: { sent: N | undefined; received: N | undefined }
  notes: Notes
  /** Names of baggage that the caller had received itself and did not pass on. */
  dropped: string[]
  /** How long the request was on its way, and the answer; clocks that differ make it negative. */
  transit: { there: bigint; back: bigint } | undefined
}

/** What crossed each border of a trace, as far as the spans recorded it. */
export function judgeHops(trace: Trace): JudgedHop[] {
  return judgeHopsOf<SpanNode>(buildTree(trace))
}

/** The same of a tree that is built already. */
export function judgeHopsOf<N extends HopNode<N>>(roots: N[]): JudgedHop<N>[] {
  const nodes = [...walk(roots)].map(({ node }) => node)
  const read = createHeaderReader(nodes.map(({ span }) => span))
  const byId = new Map(nodes.flatMap((node) => (node.nth ? [] : [[node.span.spanId, node]])))
  const parentIn = (headers: RecordedHeaders | undefined) =>
    headers?.traceparent.state === 'value'
      ? byId.get(headers.traceparent.fields?.parentId ?? '')
      : undefined
  return findHops(roots).map((hop) => {
    const headers = { sent: hop.from && read(hop.from.span), received: hop.to && read(hop.to.span) }
    return {
      ...hop,
      ...headers,
      verdict: judgeHop(hop, headers),
      parents: { sent: parentIn(headers.sent), received: parentIn(headers.received) },
      notes: notesOn(headers),
      dropped: droppedBy(hop, headers, read),
      transit: transitOf(hop),
    }
  })
}

function droppedBy<N extends HopNode<N>>(
  { cameIn }: Hop<N>,
  { sent }: HopHeaders,
  read: HeaderReader,
): string[] {
  const had = cameIn && read(cameIn.span).baggage
  if (had?.state !== 'value' || !sent || sent.baggage.state === 'unknown') return []
  return namesLost(had.names, sent.baggage.state === 'value' ? sent.baggage.names : [])
}

function transitOf<N extends HopNode<N>>({ from, to }: Hop<N>): JudgedHop['transit'] {
  if (!from || !to) return undefined
  const there = to.span.startTime - from.span.startTime
  return { there, back: durationOf(from.span) - there - durationOf(to.span) }
}
