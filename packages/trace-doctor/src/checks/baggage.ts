import type { Span } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import { createHeaderReader, type HeaderReader } from '../hops/recorded-headers.ts'
import type { Subject } from '../subject.ts'
import { listed, placesOf } from '../words.ts'

const prefix = 'baggage.'

/**
 * Baggage entries that are not allowed to travel. A trace shows them where a service copies them to
 * attributes (`baggage.<name>`) or records the header.
 */
export function checkBaggage({ nodes, allowedBaggage }: Subject): Finding[] {
  if (!allowedBaggage) return []
  const read = createHeaderReader(nodes.map(({ span }) => span))
  const carriers = new Map<string, Span[]>()
  for (const { span } of nodes) {
    for (const name of namesOf(span, read)) {
      if (isAllowed(name, allowedBaggage)) continue
      carriers.set(name, [...(carriers.get(name) ?? []), span])
    }
  }
  return [...carriers].map(([name, spans]) => describe(name, spans))
}

function describe(name: string, spans: Span[]): Finding {
  const services = listed(spans.map(({ service }) => service))
  return {
    check: 'baggage',
    severity: 'error',
    what: `baggage entry ${JSON.stringify(name)} is not in the allow-list and reached ${services}`,
    where: placesOf(spans),
    cause: `it came from outside, or code of ${spans[0]?.service ?? services} sets it; it goes to everyone who is called`,
    cure: `drop it at the public door, or add ${JSON.stringify(name)} to the allow-list`,
  }
}

function namesOf(span: Span, read: HeaderReader): Set<string> {
  const copied = Object.keys(span.attributes)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
  const { baggage } = read(span)
  return new Set([...copied, ...(baggage.state === 'value' ? baggage.names : [])])
}

/** A pattern may end in a star: `tenant.*`. */
function isAllowed(name: string, allowed: string[]): boolean {
  return allowed.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  )
}
