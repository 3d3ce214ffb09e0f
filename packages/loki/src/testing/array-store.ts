import {
  type Labels,
  type LogLine,
  type LogStore,
  type Search,
  type StoredLine,
  streamKey,
} from '../log-store.ts'

/** The plainest store that keeps what it gets. */
export class ArrayStore implements LogStore {
  readonly #lines: StoredLine[] = []
  readonly #listeners = new Set<(line: StoredLine) => void>()
  readonly evictedUpTo = undefined

  add(line: LogLine): void {
    const stored = { ...line, seq: this.#lines.length }
    this.#lines.push(stored)
    for (const tell of this.#listeners) tell(stored)
  }

  find({ wanted, start, end, traceId }: Search): StoredLine[] {
    return this.#lines.filter(
      ({ labels, metadata, time }) =>
        wanted(labels) &&
        (traceId === undefined || metadata.trace_id === traceId) &&
        time >= start &&
        time < end,
    )
  }

  onLine(listener: (line: StoredLine) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  labelSets(): Labels[] {
    const streams = new Map(this.#lines.map(({ labels }) => [streamKey(labels), labels]))
    return [...streams.values()]
  }

  newestOf(labels: Labels): bigint | undefined {
    return this.#lines
      .filter((line) => streamKey(line.labels) === streamKey(labels))
      .map(({ time }) => time)
      .reduce<bigint | undefined>(later, undefined)
  }

  isFull(labels: Labels, max: number): boolean {
    const known = this.labelSets()
    return known.length >= max && !known.some((given) => streamKey(given) === streamKey(labels))
  }
}

function later(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b > a ? b : a
}
