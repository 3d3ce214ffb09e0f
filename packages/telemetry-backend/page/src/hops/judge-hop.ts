import { namesLost } from './baggage.ts'
import { failedUnsent, type Hop } from './find-hops.ts'
import type { RecordedHeaders } from './recorded-headers.ts'
import { changedFields, readTraceparent } from './traceparent.ts'

export interface HopHeaders {
  sent: RecordedHeaders | undefined
  received: RecordedHeaders | undefined
}

/** What became of the context on its way, in a sentence. */
export interface Verdict {
  tone: 'fine' | 'wrong' | 'unknown'
  words: string
}

export function judgeHop(hop: Hop, headers: HopHeaders): Verdict {
  const { from, to } = hop
  if (from && to) return judgeCrossing(hop, headers)
  return to ? judgeEntry(hop, headers) : judgeDeparture(hop, headers)
}

/** From outside, or from a span that has not been received. */
function judgeEntry({ to }: Hop, { received }: HopHeaders): Verdict {
  const service = to?.span.service ?? ''
  const parentId = to?.span.parentSpanId
  const header = received?.traceparent
  if (header?.state === 'value') {
    if (parentId)
      return fine(`${service} continues its caller's trace; the caller's span is not here.`)
    return readTraceparent(header.value)
      ? wrong(`${service} received a traceparent and began a trace of its own all the same.`)
      : wrong(`What ${service} received is no traceparent, so it began this trace.`)
  }
  if (parentId)
    return unknown(`${service} continues its caller's trace; the caller's span is not here.`)
  if (header?.state === 'absent')
    return fine(`No traceparent came, so ${service} began this trace.`)
  return unknown(`${service} began this trace.`)
}

function judgeDeparture(hop: Hop, { sent }: HopHeaders): Verdict {
  if (sent?.traceparent.state !== 'value' && failedUnsent(hop)) {
    const { message } = hop.from?.span.status ?? {}
    return wrong(`The call failed before it was sent${message ? `: ${message}` : ''}.`)
  }
  if (sent?.traceparent.state === 'absent') {
    return wrong('No traceparent was sent, so the called service could not continue this trace.')
  }
  return {
    tone: sent?.traceparent.state === 'value' ? 'wrong' : 'unknown',
    words: 'No span of the called service is in this trace.',
  }
}

function judgeCrossing({ from, to }: Hop, { sent, received }: HopHeaders): Verdict {
  const [left, right] = [sent?.traceparent, received?.traceparent]
  if (left?.state === 'value' && right?.state === 'value') return compare(left.value, right.value)
  if (left?.state === 'value' && right?.state === 'absent') {
    return wrong(`${to?.span.service} received no traceparent: the context came in another header.`)
  }
  if (left?.state === 'absent' && right?.state === 'value') {
    return wrong(`${from?.span.service} sent no traceparent: something on the way added it.`)
  }
  return unknown('The spans fit together; the headers were not recorded on both sides.')
}

function compare(sent: string, received: string): Verdict {
  if (sent === received) return fine('The traceparent arrived as it was sent.')
  const [before, after] = [readTraceparent(sent), readTraceparent(received)]
  if (!before || !after) return wrong('The traceparent was rewritten on the way.')
  const fields = changedFields(before, after)
  return wrong(`Rewritten on the way: ${fields.join(', ') || 'what follows the flags'}.`)
}

/** What happened to the other two headers; nothing where both sides are alike. */
export function noteOnHeader(
  name: 'tracestate' | 'baggage',
  headers: HopHeaders,
): string | undefined {
  const [left, right] = [headers.sent?.[name], headers.received?.[name]]
  if (left?.state === 'value' && right?.state === 'absent') return 'stripped on the way'
  if (left?.state === 'absent' && right?.state === 'value') return 'added on the way'
  if (left?.state !== 'value' || right?.state !== 'value') return undefined
  if (left.value === right.value) return undefined
  if (name === 'tracestate') return 'rewritten on the way'
  const lost = namesLost(left.value, right.value)
  const added = namesLost(right.value, left.value)
  const words = [
    ...(lost.length > 0 ? [`lost on the way: ${lost.join(', ')}`] : []),
    ...(added.length > 0 ? [`added on the way: ${added.join(', ')}`] : []),
  ]
  return words.join('; ') || 'in another order'
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
