import type { Span } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { placeOf } from '../words.ts'

/** Two traces of one request that only a link joins, seen from either of them. */
export function checkLinkedTraces({ roots, trace, others }: Subject): Finding[] {
  const own = roots.map(({ span }) => span)
  const outward = own.flatMap((span) => describeLinks(span, (id) => id !== trace.traceId))
  const theirs = others.flatMap((other) => other.roots.map(({ span }) => span))
  return [
    ...outward,
    ...theirs.flatMap((span) => describeLinks(span, (id) => id === trace.traceId)),
  ]
}

/** A span with a parent has its place; its links are further ones. */
function describeLinks(span: Span, concerns: (traceId: string) => boolean): Finding[] {
  if (span.parentSpanId !== undefined) return []
  const link = span.links.find(({ traceId }) => traceId !== span.traceId && concerns(traceId))
  if (!link) return []
  return [
    {
      check: 'linked-trace',
      severity: 'note',
      what: `trace ${span.traceId} goes on from trace ${link.traceId} by a link alone`,
      where: `${link.traceId} ${link.spanId} ~ ${placeOf(span)}`,
      ...(span.kind === 'consumer' || span.kind === 'producer' ? messaging : restarted(span)),
    },
  ]
}

const messaging = {
  cause: 'a message is handled in a trace of its own, as the messaging conventions recommend',
  cure: 'nothing, if that is meant; else make the consumer a child of the producer',
}

function restarted({ service }: Span) {
  return {
    cause: `${service} does not trust its caller's context: it begins a trace and links to it`,
    cure: `nothing, if that is meant; else let ${service} continue its caller's trace`,
  }
}
