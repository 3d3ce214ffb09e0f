import type { Finding } from '../finding.ts'
import { type Delivery, isFrom, keyOf, type Publication } from '../messages.ts'
import type { Subject } from '../subject.ts'
import { type Advice, placeOf } from '../words.ts'

/** A message that was handled in a trace of its own, tied to nothing. */
export function checkMessageContext(subject: Subject): Finding[] {
  const { deliveries, published } = subject.messages
  return deliveries.flatMap((delivery) => {
    const publication = published(delivery)
    const concerns = [delivery.trace, publication?.trace].includes(subject.self)
    if (!concerns || delivery.origins.length > 0 || hadContext(delivery, deliveries)) return []
    return describe(subject, delivery, publication)
  })
}

/** A delivery before had it: then it was lost on the way back into the queue. */
function hadContext(delivery: Delivery, all: Delivery[]): boolean {
  return all.some(
    (other) => other !== delivery && keyOf(other) === keyOf(delivery) && other.origins.length > 0,
  )
}

function describe(subject: Subject, delivery: Delivery, publication?: Publication): Finding {
  const to = placeOf(delivery.span)
  return {
    check: 'message-without-context',
    // Who does not trace may publish, and nothing is broken then.
    severity: publication ? 'error' : 'note',
    what: `${delivery.span.service} handled message ${delivery.id} without a context`,
    where: publication ? `${placeOf(publication.span)} -> ${to}` : to,
    ...(publication ? sideOf(subject, delivery, publication) : unknownPublisher),
  }
}

const unknownPublisher: Advice = {
  cause: 'who published it sends no context along, or no spans to here',
  cure: 'let the publisher trace, and inject the context of its span into each message',
}

/** What else went between the two tells which of them is able to. */
function sideOf(
  { messages }: Subject,
  { span, destination }: Delivery,
  { span: from }: Publication,
) {
  const others = messages.deliveries.filter((other) => other.destination === destination)
  const [producer, consumer] = [from.service, span.service]
  const takes = others.some((other) => other.span.service === consumer && other.origins.length > 0)
  const sends = others.some((other) => {
    const publication = messages.published(other)
    return publication?.span.service === producer && isFrom(other, publication)
  })
  if (takes) return notSent(producer, consumer)
  return sends ? notTaken(producer, consumer) : either(producer, consumer)
}

function notSent(producer: string, consumer: string): Advice {
  return {
    cause: `${producer} sent none along with it: ${consumer} took that of other messages`,
    cure: `let ${producer} inject the context of its publishing span into each message`,
  }
}

function notTaken(producer: string, consumer: string): Advice {
  return {
    cause: `${consumer} did not take it out: others got it from ${producer}`,
    cure: `let ${consumer} extract the context of each message before it begins its span`,
  }
}

function either(producer: string, consumer: string): Advice {
  return {
    cause: `${producer} sent none along with it, or ${consumer} did not take it out`,
    cure: `let ${producer} inject the context into each message, and ${consumer} extract it`,
  }
}
