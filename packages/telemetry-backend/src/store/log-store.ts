import {
  type LogLine,
  type LogStore as LokiStore,
  type Search,
  type StoredLine,
  streamKey,
} from '@onetrace/loki/log-store'
import type { Counters } from '../counters.ts'
import { Queue } from './queue.ts'
import { TimeIndex } from './time-index.ts'

export type { LogLine, StoredLine }

interface KeptLine extends StoredLine {
  bytes: number
}

interface KeptStream {
  labels: LogLine['labels']
  lines: Queue<KeptLine>
  byTime: TimeIndex<KeptLine>
  /** The latest time of any of its lines. */
  newest: bigint
}

const lineOverhead = 460

/**
 * Keeps the latest lines that fit into a number of bytes, and finds them by trace_id and by stream.
 */
export class LogStore implements LokiStore {
  readonly #lines = new Queue<KeptLine>()
  #bytes = 0
  #seq = 0
  readonly #byTrace = new Map<string, Queue<KeptLine>>()
  readonly #streams = new Map<string, KeptStream>()
  readonly #listeners = new Set<(line: StoredLine) => void>()
  #evictedUpTo: bigint | undefined
  readonly #maxBytes: number
  readonly #counters: Counters

  constructor(maxBytes: number, counters: Counters) {
    this.#maxBytes = maxBytes
    this.#counters = counters
  }

  get size(): { lines: number; bytes: number } {
    return { lines: this.#lines.size, bytes: this.#bytes }
  }

  add(line: LogLine): void {
    const stream = this.#streamOf(line)
    if (stream.byTime.has(line)) {
      this.#counters.logLinesDuplicate += 1
      return
    }
    const { labels } = stream
    const stored = { ...line, labels, seq: this.#seq++, bytes: estimateLine(line) }
    this.#lines.push(stored)
    stream.lines.push(stored)
    stream.byTime.add(stored)
    this.#bytes += stored.bytes
    const { trace_id: traceId } = line.metadata
    if (traceId) this.#indexOf(traceId).push(stored)
    while (this.#bytes > this.#maxBytes) this.#evictOldest()
    for (const tell of this.#listeners) tell(stored)
  }

  /** The latest time of a line that had to leave. */
  get evictedUpTo(): bigint | undefined {
    return this.#evictedUpTo
  }

  /** In the order of arrival. */
  *lines(traceId?: string): Generator<StoredLine> {
    if (traceId === undefined) yield* this.#lines
    else yield* this.#byTrace.get(traceId) ?? []
  }

  *find({ wanted, start, end, traceId }: Search): Generator<StoredLine> {
    if (traceId !== undefined) {
      for (const line of this.lines(traceId)) {
        if (line.time >= start && line.time < end && wanted(line.labels)) yield line
      }
      return
    }
    for (const { labels, lines } of this.#streams.values()) {
      if (!wanted(labels)) continue
      for (const line of lines) if (line.time >= start && line.time < end) yield line
    }
  }

  onLine(listener: (line: StoredLine) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  labelSets(): LogLine['labels'][] {
    return [...this.#streams.values()].map(({ labels }) => labels)
  }

  newestOf(labels: LogLine['labels']): bigint | undefined {
    return this.#streams.get(streamKey(labels))?.newest
  }

  /** Whether these labels would make one stream more than `max`. */
  isFull(labels: LogLine['labels'], max: number): boolean {
    return this.#streams.size >= max && !this.#streams.has(streamKey(labels))
  }

  /** Equal label sets share one object. */
  #streamOf({ labels, time }: LogLine): KeptStream {
    const key = streamKey(labels)
    const known = this.#streams.get(key)
    const stream = known ?? { labels, lines: new Queue(), byTime: new TimeIndex(), newest: time }
    if (time > stream.newest) stream.newest = time
    if (!known) this.#streams.set(key, stream)
    return stream
  }

  #indexOf(traceId: string): Queue<KeptLine> {
    const known = this.#byTrace.get(traceId)
    if (known) return known
    const fresh = new Queue<KeptLine>()
    this.#byTrace.set(traceId, fresh)
    return fresh
  }

  #evictOldest(): void {
    const line = this.#lines.shift()
    if (!line) throw new RangeError('no log line is left, and still they are too many')
    this.#bytes -= line.bytes
    this.#counters.logLinesEvicted += 1
    if (line.time > (this.#evictedUpTo ?? 0n)) this.#evictedUpTo = line.time
    this.#forget(line)
  }

  #forget(line: KeptLine): void {
    const { trace_id: traceId } = line.metadata
    const ofTrace = traceId ? this.#byTrace.get(traceId) : undefined
    ofTrace?.shift() // lines of a trace also leave in the order in which they came
    if (traceId && ofTrace?.size === 0) this.#byTrace.delete(traceId)
    const key = streamKey(line.labels)
    const stream = this.#streams.get(key)
    stream?.lines.shift()
    stream?.byTime.remove(line)
    if (stream?.lines.size === 0) this.#streams.delete(key)
  }
}

function estimateLine({ text, metadata }: LogLine): number {
  // V8 spends a byte on each Latin-1 character, from NUL on.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range begins there
  const bytesPerCharacter = /[^\u0000-\u00ff]/.test(text) ? 2 : 1
  const ids = Object.values(metadata).reduce((bytes, id) => bytes + 48 + id.length, 0)
  return lineOverhead + text.length * bytesPerCharacter + ids
}
