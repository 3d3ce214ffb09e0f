import { type Labels, type LogStore, ownValue, type StoredLine } from '../log-store.ts'
import { checkDeadline } from '../with-deadline.ts'
import { Entry } from './entry.ts'
import type { LogQuery } from './log-query.ts'
import type { Matcher } from './matcher.ts'

/** The lines of a time range that pass the selector and every stage; in no order across streams. */
export function* runQuery(
  { selector, stages, traceId }: LogQuery,
  store: LogStore,
  { start, end }: { start: bigint; end: bigint },
): Generator<Entry> {
  const wanted = (labels: Labels) => selects(selector, labels)
  const lines = traceId === undefined ? store.linesOf(wanted) : linesOfTrace(store, traceId, wanted)
  let seen = 0
  for (const line of lines) {
    if ((seen++ & 15) === 0) checkDeadline()
    if (line.time < start || line.time >= end) continue
    const entry = new Entry(line)
    if (stages.every((stage) => stage(entry))) yield entry
  }
}

export function selects(selector: Matcher[], labels: Labels): boolean {
  return selector.every(({ name, test }) => test(ownValue(labels, name) ?? ''))
}

function* linesOfTrace(
  store: LogStore,
  traceId: string,
  wanted: (labels: Labels) => boolean,
): Generator<StoredLine> {
  for (const line of store.lines(traceId)) if (wanted(line.labels)) yield line
}
