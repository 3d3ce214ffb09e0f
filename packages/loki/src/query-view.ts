import type { Labels, LogStore, Search, StoredLine } from './log-store.ts'
import { LokiError } from './loki-error.ts'

const limitMs = 10_000

/** The store as one query sees it: what it goes through is counted, and it may not go on for ever. */
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
      if ((this.#lines++ & 15) === 0) this.checkTime() // to read the clock costs as much as a line
      this.#bytes += Buffer.byteLength(line.text)
      this.#metadataBytes += bytesOfLabels(line.metadata)
      yield line
    }
  }

  /**
   * A query holds the whole process while it runs: what goes on for long asks now and then. It is the
   * time of the process that counts, not the clock's, which goes on while others have the machine; but
   * the clock is cheaper to read, and comes first.
   */
  checkTime(): void {
    if (this.#seconds <= this.#limitMs / 1000) return
    const { user, system } = process.cpuUsage(this.#cpuBefore)
    if (user + system > this.#limitMs * 1000) throw tooLong()
  }

  /** One of the lines has come through all stages. */
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
