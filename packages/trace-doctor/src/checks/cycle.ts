import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { placeOf } from '../words.ts'

export function checkCycles({ roots }: Subject): Finding[] {
  return roots
    .filter(({ flaw }) => flaw === 'cycle')
    .map(({ span }) => ({
      check: 'cycle',
      severity: 'error',
      what: 'a span is its own ancestor',
      where: placeOf(span),
      cause: 'an exporter or a processor rewrote span ids, or an id generator repeats them',
      cure: `let the SDK of ${span.service} make the ids, and remove what rewrites them`,
    }))
}
