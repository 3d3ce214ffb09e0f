import type { SpanNode } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { listed, placesOf } from '../words.ts'

/** Different spans of one id. One that merely arrived twice is one in the tree already. */
export function checkDuplicateIds({ nodes }: Subject): Finding[] {
  const byId = Map.groupBy(nodes, ({ span }) => span.spanId)
  return [...byId].flatMap(([spanId, same]) => (same.length > 1 ? describe(spanId, same) : []))
}

function describe(spanId: string, nodes: SpanNode[]): Finding {
  const spans = nodes.map(({ span }) => span)
  const services = new Set(spans.map(({ service }) => service))
  const shared = services.size > 1
  return {
    check: 'duplicate-id',
    severity: 'error',
    what: `${spans.length} different spans have the id ${spanId}`,
    where: placesOf(spans),
    cause: shared
      ? "a service took its caller's span id for its own, as Zipkin's shared spans do"
      : `an id generator of ${listed(services)} repeats itself: a fixed seed, or processes forked with its state`,
    cure: shared
      ? `turn shared span ids off (B3's "supportsJoin") in ${listed(services)}`
      : 'seed it in each process, or use the generator of the SDK',
  }
}
