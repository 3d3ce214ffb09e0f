import type { TraceSummary } from '../net/api.ts'
import { compareHref } from '../router.ts'
import { startOf } from './list.ts'

/** Marks a trace or takes its mark away; a third mark takes the first one's place. */
export function toggleMark(marked: string[], traceId: string): string[] {
  if (marked.includes(traceId)) return marked.filter((id) => id !== traceId)
  return [...marked, traceId].slice(-2)
}

/** The address at which two marked traces are compared, with the earlier one first. */
export function comparisonOf(marked: string[], rows: TraceSummary[]): string | undefined {
  const [first, second] = marked
  if (!first || !second) return undefined
  const start = (id: string) => {
    const row = rows.find(({ traceId }) => traceId === id)
    return row ? startOf(row) : 0n // it has left the list since it was marked, so it is older
  }
  return start(first) <= start(second) ? compareHref(first, second) : compareHref(second, first)
}
