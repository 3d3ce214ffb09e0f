import type { Finding } from '../finding.ts'
import { type Delivery, isFrom, isSame, keyOf, type Messages } from '../messages.ts'
import type { Subject } from '../subject.ts'
import { placeOf } from '../words.ts'

/** A message that was tried again and no longer belongs to the trace that published it. */
export function checkRedeliveries({ messages, self }: Subject): Finding[] {
  const attempts = Map.groupBy(messages.deliveries, keyOf)
  return [...attempts.values()].flatMap((deliveries) => {
    const first = deliveries.find((delivery) => isTied(delivery, messages))
    if (!first) return []
    const lost = deliveries.filter((later) => later !== first && !sharesOrigin(later, first))
    const [example] = lost
    const concerns = [first, ...lost].some(({ trace }) => trace === self)
    return example && concerns ? [describe(first, example)] : []
  })
}

function isTied(delivery: Delivery, { published }: Messages): boolean {
  const publication = published(delivery)
  return publication ? isFrom(delivery, publication) : delivery.origins.length > 0
}

function sharesOrigin({ origins }: Delivery, first: Delivery): boolean {
  return origins.some((origin) => first.origins.some((other) => isSame(origin, other)))
}

function describe(first: Delivery, later: Delivery): Finding {
  const { service } = later.span
  return {
    check: 'redelivery-new-trace',
    severity: 'error',
    what: `attempt ${later.attempt} of message ${later.id} lost the context that attempt ${first.attempt} had`,
    where: `${placeOf(first.span)} -> ${placeOf(later.span)} of trace ${later.span.traceId}`,
    cause: `the message was put back without its headers, or ${service} makes a new context for each attempt`,
    cure: 'keep traceparent, tracestate and baggage with the message, as they were when it was published',
  }
}
