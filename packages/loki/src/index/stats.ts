import { parseRange } from '../api/range-params.ts'
import type { LogStore, StoredLine } from '../log-store.ts'
import type { Matcher } from '../logql/matcher.ts'
import { parseSelector } from '../logql/parse.ts'
import { selects } from '../logql/run-query.ts'

/** What is asked about: lines of a time range, whose streams a selector picks. */
export function* linesOf(
  store: LogStore,
  { selector, start, end }: { selector: Matcher[]; start: bigint; end: bigint },
): Generator<StoredLine> {
  for (const line of store.lines()) {
    if (line.time >= start && line.time < end && selects(selector, line.labels)) yield line
  }
}

export function bytesOf({ text, metadata }: StoredLine): number {
  const pairs = Object.entries(metadata)
  return pairs.reduce(
    (bytes, [name, value]) => bytes + name.length + value.length,
    Buffer.byteLength(text),
  )
}

/** `index/stats`, which Grafana shows beside a query. A stream is one chunk here. */
export function indexStats(store: LogStore, query: URLSearchParams) {
  const selector = parseSelector(query.get('query') ?? '')
  const streams = new Set<StoredLine['labels']>()
  let [bytes, entries] = [0, 0]
  for (const line of linesOf(store, { selector, ...parseRange(query) })) {
    streams.add(line.labels)
    bytes += bytesOf(line)
    entries += 1
  }
  return { streams: streams.size, chunks: streams.size, bytes, entries }
}
