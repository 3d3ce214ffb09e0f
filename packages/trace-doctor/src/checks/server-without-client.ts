import type { Span } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { placeOf } from '../words.ts'

/** A server span right below a span of another service that is no call. */
export function checkServersWithoutClient(subject: Subject): Finding[] {
  return subject.hops.flatMap(({ from, to }) =>
    from && to && isUncalled(to.span, from.span) ? describe(to.span, from.span) : [],
  )
}

function isUncalled(server: Span, parent: Span): boolean {
  const isCall = parent.kind === 'client' || parent.kind === 'producer'
  return server.kind === 'server' && !isCall && server.service !== parent.service
}

function describe(server: Span, parent: Span): Finding {
  const caller = parent.service
  return {
    check: 'server-without-client',
    severity: 'warning',
    what: `${server.service} was called without a client span of ${caller}`,
    where: `${placeOf(parent)} -> ${placeOf(server)}`,
    cause: `the HTTP client of ${caller} is not instrumented, and its code passes the context on by hand`,
    cure: `turn the instrumentation of the client in ${caller} on (undici for fetch, http else) and stop injecting by hand`,
  }
}
