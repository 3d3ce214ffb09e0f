import type { SpanNode } from '@onetrace/spans'
import type { Examined } from '../examined.ts'
import type { Finding } from '../finding.ts'
import { type Delivery, isFrom, isSame, keyOf, type Messages, type Origin } from '../messages.ts'
import type { Subject } from '../subject.ts'
import { type Advice, labelOf, placeOf } from '../words.ts'

/** A consumer that continues, or links to, what did not publish its message. */
export function checkMessageParent(subject: Subject): Finding[] {
  const { messages, self, others } = subject
  const traces = [self, ...others]
  return messages.deliveries.flatMap((delivery) => {
    const publication = messages.published(delivery)
    const concerns = [delivery.trace, publication?.trace].includes(self)
    if (!concerns || delivery.origins.length === 0 || isRepeated(delivery, messages)) return []
    if (publication && isFrom(delivery, publication)) return []
    const came = delivery.origins.flatMap((origin) => nodeOf(origin, traces))
    if (publication && came.some((end) => leadsTo(end, publication.span))) return []
    const foreign = came.find(({ node }) => isOfAnother(node, delivery))
    if (!publication && !foreign) return [] // who published it is not known here
    const [end] = foreign ? [foreign] : came
    return [describe(delivery, end?.node, foreign !== undefined)]
  })
}

interface Place {
  node: SpanNode
  trace: Examined
}

function nodeOf({ traceId, spanId }: Origin, traces: Examined[]): Place[] {
  const trace = traces.find((one) => one.trace.traceId === traceId)
  const node = trace?.byId.get(spanId)
  return trace && node ? [{ node, trace }] : []
}

/** A redelivery that lost its way is told as that. */
function isRepeated(delivery: Delivery, { deliveries, published }: Messages): boolean {
  const publication = published(delivery)
  return deliveries.some(
    (other) =>
      other !== delivery &&
      keyOf(other) === keyOf(delivery) &&
      publication !== undefined &&
      isFrom(other, publication),
  )
}

/** A receiving span, or a broker's own, may stand between. */
function leadsTo({ node, trace }: Place, published: Origin): boolean {
  const seen = new Set<SpanNode>()
  for (let at: SpanNode | undefined = node; at && !seen.has(at); at = trace.above.get(at)) {
    seen.add(at)
    const { span } = at
    if (isSame(span, published) || span.links.some((link) => isSame(link, published))) return true
  }
  return false
}

function isOfAnother({ span }: SpanNode, { id }: Delivery): boolean {
  const published = span.attributes['messaging.message.id']
  return span.kind === 'producer' && typeof published === 'string' && published !== id
}

function describe({ span, id }: Delivery, came: SpanNode | undefined, isOther: boolean): Finding {
  const from = came ? placeOf(came.span) : `span ${span.parentSpanId ?? span.links[0]?.spanId}`
  return {
    check: 'message-wrong-parent',
    severity: 'error',
    what: `${span.service} handled message ${id} in the context of something else`,
    where: `${from} -> ${placeOf(span)}`,
    ...(isOther ? ofLastMessage(span.service, came) : ofSubscription(span.service, came)),
  }
}

function ofLastMessage(service: string, came: SpanNode | undefined): Advice {
  return {
    cause: `${service} kept the context of another message (${came?.span.attributes['messaging.message.id']})`,
    cure: `let ${service} extract the context of each message anew, from the root context`,
  }
}

function ofSubscription(service: string, came: SpanNode | undefined): Advice {
  const where = came ? `, inside of ${labelOf(came.span)}` : ''
  return {
    cause: `${service} runs its handler in the context in which it subscribed or connected${where}`,
    cure: `let ${service} subscribe in the root context, and extract the context of each message`,
  }
}
