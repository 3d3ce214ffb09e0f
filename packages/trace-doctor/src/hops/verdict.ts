import { failedUnanswered } from '../call.ts'
import type { Hop, HopNode } from './find-hops.ts'
import type { RecordedHeaders } from './recorded-headers.ts'
import { changedFields } from './traceparent.ts'

export interface HopHeaders {
  sent: RecordedHeaders | undefined
  received: RecordedHeaders | undefined
}

/** What became of the context on its way, in a sentence. */
export interface Verdict {
  tone: 'fine' | 'wrong' | 'unknown'
  words: string
}

export function judgeHop<N extends HopNode<N>>(hop: Hop<N>, headers: HopHeaders): Verdict {
  const { from, to } = hop
  if (from && to)
    return judgeCrossing({ caller: from.span.service, callee: to.span.service }, headers)
  return to ? judgeEntry(to, headers) : judgeDeparture(from, headers)
}

/** From outside, or from a span that has not been received. */
function judgeEntry({ span, linked }: HopNode<unknown>, { received }: HopHeaders): Verdict {
  const { service, parentSpanId } = span
  const header = received?.traceparent
  if (parentSpanId !== undefined) {
    const words = `${service} continues its caller's trace; the caller's span is not here.`
    return header?.state === 'value' && header.fields ? fine(words) : unknown(words)
  }
  if (header?.state === 'value') {
    return header.fields
      ? wrong(`${service} received a traceparent and began a trace of its own all the same.`)
      : wrong(
          `What ${service} received is no valid traceparent, so it had to begin a trace of its own: its caller, or something on the way, wrote it so.`,
        )
  }
  if (linked) return unknown(`${service} links to a span of this trace and continues none.`)
  if (header?.state === 'absent')
    return fine(`No traceparent came, so ${service} began this trace.`)
  return unknown(`${service} began this trace.`)
}

function judgeDeparture(call: HopNode<unknown> | undefined, { sent }: HopHeaders): Verdict {
  const header = sent?.traceparent
  if (call && header?.state !== 'value' && neverLeft(call)) {
    const { message } = call.span.status
    return wrong(`The call failed before it was sent${message ? `: ${message}` : ''}.`)
  }
  if (header?.state === 'absent') {
    return wrong('No traceparent was sent, so the called service could not continue this trace.')
  }
  if (header?.state === 'value' && !header.fields) {
    return wrong(
      `What ${call?.span.service} sent is no valid traceparent, so the called service could not continue this trace.`,
    )
  }
  return {
    tone: header?.state === 'value' ? 'wrong' : 'unknown',
    words: 'No span of the called service is in this trace.',
  }
}

/** No answer came, no address was connected. */
function neverLeft({ span }: HopNode<unknown>): boolean {
  return failedUnanswered(span) && span.attributes['network.peer.address'] === undefined
}

function judgeCrossing(
  { caller, callee }: { caller: string; callee: string },
  { sent, received }: HopHeaders,
): Verdict {
  const [left, right] = [sent?.traceparent, received?.traceparent]
  if (left?.state === 'value' && right?.state === 'value') {
    if (left.value !== right.value) return rewritten(left, right)
    if (left.fields) return fine('The traceparent arrived as it was sent.')
    return wrong(
      `What ${caller} sent is no valid traceparent, and ${callee} continues the trace all the same.`,
    )
  }
  if (left?.state === 'value' && right?.state === 'absent') {
    return wrong(`${callee} received no traceparent: the context came in another header.`)
  }
  if (left?.state === 'absent' && right?.state === 'value') {
    return wrong(`${caller} sent no traceparent: something on the way added it.`)
  }
  return unknown('The spans fit together; the headers were not recorded on both sides.')
}

type Header = Extract<RecordedHeaders['traceparent'], { state: 'value' }>

function rewritten({ fields: sent }: Header, { fields: received }: Header): Verdict {
  if (!sent || !received) return wrong('The traceparent was rewritten on the way.')
  const fields = changedFields(sent, received)
  return wrong(`Rewritten on the way: ${fields.join(', ') || 'what follows the flags'}.`)
}

function fine(words: string): Verdict {
  return { tone: 'fine', words }
}

function wrong(words: string): Verdict {
  return { tone: 'wrong', words }
}

function unknown(words: string): Verdict {
  return { tone: 'unknown', words }
}
