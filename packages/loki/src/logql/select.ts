import { streamKey } from '../log-store.ts'
import type { QueryView } from '../query-view.ts'
import type { Entry } from './entry.ts'
import type { LogQuery } from './log-query.ts'
import { runQuery } from './run-query.ts'

export interface Range {
  /** Inclusive. */
  start: bigint
  /** Exclusive. */
  end: bigint
  limit: number
  direction: 'backward' | 'forward'
  /** The least distance between lines of the answer, in nanoseconds. */
  interval?: bigint
}

export interface Stream {
  stream: Readonly<Record<string, string>>
  values: (readonly [nanoseconds: string, line: string, categories?: Categories])[]
}

interface Categories {
  structuredMetadata?: Readonly<Record<string, string>>
  parsed?: Readonly<Record<string, string>>
}

/** The lines that a query finds, in the order of `direction`. */
export function select(view: QueryView, query: LogQuery, range: Range): Entry[] {
  const hits = [...runQuery(query, view, range)]
  const sign = range.direction === 'forward' ? 1 : -1
  hits.sort(({ source: a }, { source: b }) => sign * (compare(a.time, b.time) || a.seq - b.seq))
  return apart(hits, range.interval ?? 0n).slice(0, range.limit)
}

function apart(entries: Entry[], interval: bigint): Entry[] {
  if (interval === 0n) return entries
  let last: bigint | undefined
  return entries.filter(({ source: { time } }) => {
    const distance = last === undefined ? interval : time > last ? time - last : last - time
    if (distance < interval) return false
    last = time
    return true
  })
}

/**
 * Groups lines into streams as Loki does: metadata and parsed labels are merged into the stream's
 * labels, so that each trace_id makes a stream of its own. With `categorized` they stand beside
 * each line.
 */
export function toStreams(entries: Entry[], { categorized = false } = {}): Stream[] {
  const streams = new Map<string, Stream>()
  for (const entry of entries) {
    const stream = categorized ? entry.streamLabels : entry.labels
    const key = streamKey(stream)
    const known = streams.get(key) ?? { stream, values: [] }
    const time = String(entry.source.time)
    known.values.push(categorized ? [time, entry.text, categories(entry)] : [time, entry.text])
    streams.set(key, known)
  }
  return [...streams.values()]
}

function categories({ metadata, parsed }: Entry): Categories {
  return {
    ...(Object.keys(metadata).length > 0 && { structuredMetadata: metadata }),
    ...(Object.keys(parsed).length > 0 && { parsed }),
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
