import { type Labels, ownValue } from '../log-store.ts'
import type { QueryView } from '../query-view.ts'
import { Entry } from './entry.ts'
import type { LogQuery } from './log-query.ts'
import type { Matcher } from './matcher.ts'

/** The lines of a time range that pass the selector and all stages; streams come in no order. */
export function* runQuery(
  { selector, stages, traceId }: LogQuery,
  view: QueryView,
  { start, end }: { start: bigint; end: bigint },
): Generator<Entry> {
  const wanted = (labels: Labels) => selects(selector, labels)
  for (const line of view.find({ wanted, start, end, traceId })) {
    const entry = new Entry(line)
    if (!stages.every((stage) => stage(entry))) continue
    view.pass()
    yield entry
  }
}

export function selects(selector: Matcher[], labels: Labels): boolean {
  return selector.every(({ name, test }) => test(ownValue(labels, name) ?? ''))
}
