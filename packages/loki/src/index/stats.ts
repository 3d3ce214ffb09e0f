import { parseRange } from '../api/range-params.ts'
import type { StoredLine } from '../log-store.ts'
import type { Matcher } from '../logql/matcher.ts'
import { parseSelector } from '../logql/parse.ts'
import { selects } from '../logql/run-query.ts'
import { bytesOfLabels, type QueryView } from '../query-view.ts'

/** The lines of a time range in the streams that a selector picks. */
export function linesOf(
  view: QueryView,
  { selector, start, end }: { selector: Matcher[]; start: bigint; end: bigint },
): Iterable<StoredLine> {
  return view.find({ wanted: (labels) => selects(selector, labels), start, end })
}

export function bytesOf({ text, metadata }: StoredLine): number {
  return Buffer.byteLength(text) + bytesOfLabels(metadata)
}

/** `index/stats`, which Grafana shows beside a query. Each stream counts as one chunk here. */
export function indexStats(view: QueryView, query: URLSearchParams) {
  const selector = parseSelector(query.get('query') ?? '')
  const streams = new Set<StoredLine['labels']>()
  let [bytes, entries] = [0, 0]
  for (const line of linesOf(view, { selector, ...parseRange(query) })) {
    streams.add(line.labels)
    bytes += bytesOf(line)
    entries += 1
  }
  return { streams: streams.size, chunks: streams.size, bytes, entries }
}
