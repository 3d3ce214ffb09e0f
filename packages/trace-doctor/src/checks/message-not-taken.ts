import type { Finding } from '../finding.ts'
import { type Delivery, keyOf, type Publication } from '../messages.ts'
import type { Subject } from '../subject.ts'
import { listed, placeOf } from '../words.ts'

/** A message that somebody gave up, or that nobody took. */
export function checkNotTaken(subject: Subject): Finding[] {
  return [...givenUp(subject), ...neverTaken(subject)]
}

/** The consumer says so itself; after a replay it came again. */
function givenUp({ messages, self }: Subject): Finding[] {
  const last = new Map(messages.deliveries.map((delivery) => [keyOf(delivery), delivery]))
  return [...last.values()]
    .filter((delivery) => delivery.isLast)
    .filter((given) => [given.trace, messages.published(given)?.trace].includes(self))
    .map(describeGivenUp)
}

function describeGivenUp({ span, id, attempt }: Delivery): Finding {
  const { message } = span.status
  return {
    check: 'message-not-taken',
    severity: 'warning',
    what: `${span.service} gave message ${id} up after attempt ${attempt}`,
    where: placeOf(span),
    cause: `each attempt failed${message ? `, the last with: ${message}` : ''}`,
    cure: `mend that, and let ${span.service} deliver its dead letters again`,
  }
}

const minute = 60_000_000_000n
/** So many times as long as the longest wait that is known. */
const patience = 10n

/**
 * That there is no span proves nothing: the consumer may not be traced, or its trace not be here. So
 * it is said only where all that links here is known, where others of the destination were seen to be
 * taken, and long after those were.
 */
function neverTaken({ messages, self, asOf }: Subject): Finding[] {
  if (asOf === undefined) return []
  const taken = new Set(messages.deliveries.map(keyOf))
  return messages.publications.flatMap((publication) => {
    if (publication.trace !== self || taken.has(keyOf(publication))) return []
    const { span, destination } = publication
    const others = messages.deliveries.filter((other) => other.destination === destination)
    if (others.length === 0) return []
    const isLate =
      asOf - span.endTime > longest(others.map((one) => waitOf(one, messages.published)))
    return isLate ? [describeNotTaken(publication, others, asOf)] : []
  })
}

function waitOf(delivery: Delivery, published: Subject['messages']['published']): bigint {
  const publication = published(delivery)
  return publication ? delivery.span.startTime - publication.span.endTime : 0n
}

function longest(waits: bigint[]): bigint {
  return waits.reduce((most, wait) => (wait * patience > most ? wait * patience : most), minute)
}

function describeNotTaken({ span, id }: Publication, others: Delivery[], asOf: bigint): Finding {
  const takers = listed(others.map((other) => other.span.service))
  const seconds = Number((asOf - span.endTime) / 1_000_000_000n)
  return {
    check: 'message-not-taken',
    severity: 'warning',
    what: `nobody took message ${id} in ${seconds} s`,
    where: placeOf(span),
    cause: `${takers} took others like it and is down, is held up by one before, or sends no spans any more`,
    cure: `look whether ${takers} runs, and at what waits in its queue`,
  }
}
