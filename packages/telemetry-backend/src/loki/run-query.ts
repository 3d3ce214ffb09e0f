import { type LogStore, ownValue } from '../store/log-store.ts'
import { Entry } from './logql/entry.ts'
import type { LogQuery } from './logql/log-query.ts'
import type { Matcher } from './logql/matcher.ts'

type Labels = Readonly<Record<string, string>>

/** The lines of a time range that pass the selector and every stage, in the order of arrival. */
export function* runQuery(
  { selector, stages, traceId }: LogQuery,
  store: LogStore,
  { start, end }: { start: bigint; end: bigint },
): Generator<Entry> {
  const wanted = remember((labels) => selects(selector, labels))
  for (const line of store.lines(traceId)) {
    if (line.time < start || line.time >= end || !wanted(line.labels)) continue
    const entry = new Entry(line)
    if (stages.every((stage) => stage(entry))) yield entry
  }
}

export function selects(selector: Matcher[], labels: Labels): boolean {
  return selector.every(({ name, test }) => test(ownValue(labels, name) ?? ''))
}

/** Label sets are shared objects: each is judged once. */
function remember(test: (labels: Labels) => boolean): typeof test {
  const known = new Map<Labels, boolean>()
  return (labels) => {
    const answer = known.get(labels) ?? test(labels)
    known.set(labels, answer)
    return answer
  }
}
