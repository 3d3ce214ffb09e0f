import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { placeOf, placesOf } from '../words.ts'

/** A trace begins once: two spans without a parent are two traces under one id. */
export function checkRoots({ roots }: Subject): Finding[] {
  const [first, ...more] = roots.filter(({ flaw }) => flaw === undefined).map(({ span }) => span)
  if (!first || more.length === 0) return []
  const entered = more.every(({ kind }) => kind === 'server' || kind === 'consumer')
  return [
    {
      check: 'several-roots',
      severity: 'error',
      what: `${more.length + 1} spans have no parent`,
      where: `${placeOf(first)} and ${placesOf(more)}`,
      cause: entered
        ? 'the trace id was carried over without the parent id, or two requests were given one trace id'
        : 'a span was started as a root inside a trace, or an id generator repeats trace ids',
      cure: 'pass traceparent on whole, start spans in the active context, and let the SDK make the ids',
    },
  ]
}
