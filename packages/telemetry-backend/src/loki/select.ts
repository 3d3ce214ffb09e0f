import {
  type LogLine,
  type LogStore,
  ownValue,
  type StoredLine,
  streamKey,
} from '../store/log-store.ts'
import type { LogQuery, Matcher } from './logql.ts'

export interface Range {
  /** Inclusive. */
  start: bigint
  /** Exclusive. */
  end: bigint
  limit: number
  direction: 'backward' | 'forward'
}

export interface Stream {
  stream: Record<string, string>
  values: [nanoseconds: string, line: string][]
}

/** The lines that a query finds, as Loki gives them: ids merged into labels, one stream for each set. */
export function select(store: LogStore, query: LogQuery, range: Range): Stream[] {
  const traceId = query.labelFilters.find(({ name, op }) => name === 'trace_id' && op === '=')
  const wantsStream = remember((labels) =>
    query.selector.every(({ name, test }) => test(ownValue(labels, name) ?? '')),
  )
  const hits: StoredLine[] = []
  for (const line of store.lines(traceId?.value || undefined)) {
    if (line.time < range.start || line.time >= range.end) continue
    if (wantsStream(line.labels) && passes(line, query)) hits.push(line)
  }
  const sign = range.direction === 'forward' ? 1 : -1
  hits.sort((a, b) => sign * (compare(a.time, b.time) || a.seq - b.seq))
  return toStreams(hits.slice(0, range.limit))
}

function passes(line: StoredLine, { labelFilters, lineFilters }: LogQuery): boolean {
  return (
    labelFilters.every((filter) => filter.test(labelOf(line, filter))) &&
    lineFilters.every((filter) => filter(line.text))
  )
}

function labelOf({ metadata, labels }: LogLine, { name }: Matcher): string {
  return ownValue(labels, name) ?? ownValue(metadata, name) ?? ''
}

/** Label sets are shared objects: each is judged once. */
function remember(test: (labels: LogLine['labels']) => boolean): typeof test {
  const known = new Map<LogLine['labels'], boolean>()
  return (labels) => {
    const answer = known.get(labels) ?? test(labels)
    known.set(labels, answer)
    return answer
  }
}

function toStreams(lines: StoredLine[]): Stream[] {
  const streams = new Map<string, Stream>()
  for (const { time, text, labels, metadata } of lines) {
    const stream = { ...labels, ...metadata }
    const key = streamKey(stream)
    const known = streams.get(key) ?? { stream, values: [] }
    known.values.push([String(time), text])
    streams.set(key, known)
  }
  return [...streams.values()]
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
