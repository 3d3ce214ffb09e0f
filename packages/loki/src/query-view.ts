import type { Labels, LogStore, Search, StoredLine } from './log-store.ts'
import { LokiError } from './loki-error.ts'

const limitMs = 10_000

/**
 * The store as one query sees it. It counts the lines that the query reads, and ends a long query.
 */
export class QueryView {
  readonly #store: LogStore
  readonly #startedAt = performance.now()
  readonly #cpuBefore = process.cpuUsage()
  readonly #limitMs: number
  #lines = 0
  #bytes = 0
  #metadataBytes = 0
  #passed = 0

  constructor(store: LogStore, maxMs = limitMs) {
    this.#store = store
    this.#limitMs = maxMs
  }

  *find(search: Search): Generator<StoredLine> {
    for (const line of this.#store.find(search)) {
      if ((this.#lines++ & 15) === 0) this.checkTime() // reading the clock costs as much as reading a line
      this.#bytes += Buffer.byteLength(line.text)
      this.#metadataBytes += bytesOfLabels(line.metadata)
      yield line
    }
  }

  /**
   * A query blocks the whole process while it runs, so long loops call this now and then. The CPU
   * time of the process counts, since the clock also runs while other processes have the machine.
   * The clock is read first because that is cheaper.
   */
  checkTime(): void {
    if (this.#seconds <= this.#limitMs / 1000) return
    const { user, system } = process.cpuUsage(this.#cpuBefore)
    if (user + system > this.#limitMs * 1000) throw tooLong()
  }

  /** Counts a line that has passed all stages. */
  pass(): void {
    this.#passed += 1
  }

  labelSets(): Labels[] {
    return this.#store.labelSets()
  }

  get evictedUpTo(): bigint | undefined {
    return this.#store.evictedUpTo
  }

  /** https://grafana.com/docs/loki/latest/reference/loki-http-api/#statistics */
  stats(entriesReturned: number) {
    const execTime = Math.max(1, Math.round(this.#seconds * 1e6)) / 1e6
    const bytes = this.#bytes + this.#metadataBytes
    return {
      summary: {
        bytesProcessedPerSecond: Math.round(bytes / execTime),
        linesProcessedPerSecond: Math.round(this.#lines / execTime),
        totalBytesProcessed: bytes,
        totalLinesProcessed: this.#lines,
        execTime,
        queueTime: 0,
        subqueries: 0,
        totalEntriesReturned: entriesReturned,
        splits: 0,
        shards: 0,
        totalPostFilterLines: this.#passed,
        totalStructuredMetadataBytesProcessed: this.#metadataBytes,
      },
    }
  }

  get #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }
}

export function bytesOfLabels(labels: Labels): number {
  let bytes = 0
  for (const name in labels) bytes += name.length + (labels[name]?.length ?? 0)
  return bytes
}

function tooLong(): LokiError {
  return new LokiError(
    'the query took too long: narrow its selector or its time, or make its regular expressions simpler',
    { status: 504 },
  )
}
