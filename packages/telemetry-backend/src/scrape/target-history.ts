import { Queue } from '../store/queue.ts'
import type { Sample } from './open-metrics.ts'
import { type RequestExemplar, type RequestSeries, readRequestSeries } from './request-series.ts'

/** What one series grew by between two scrapes. */
export interface Growth extends Pick<RequestSeries, 'endpoint' | 'method' | 'status' | 'bounds'> {
  /** Unix milliseconds of the later scrape. */
  at: number
  counts: number[]
}

export interface SeenExemplar extends RequestExemplar {
  endpoint: string
  method: string
  status: string
  timestamp: number
}

const keptMs = 3600_000
const maxGrowths = 20_000
const maxSeries = 1000
const maxExemplars = 500

/**
 * What the scrapes of one target tell about its requests, for an hour. Only changes are kept, so
 * that an idle service costs nothing.
 */
export class TargetHistory {
  readonly #growths = new Queue<Growth>()
  /** By trace, with the one that was seen first in front. */
  readonly #exemplars = new Map<string, SeenExemplar>()
  #last = new Map<string, RequestSeries>()
  #startedAt: number | undefined
  /** Unix milliseconds from which on nothing is missing; undefined before the first scrape. */
  since: number | undefined
  /** How many series of the last scrape were too many, and are not counted. */
  seriesLeftOut = 0

  add(samples: Sample[], at: number): void {
    const all = readRequestSeries(samples)
    const series = all.slice(0, maxSeries)
    this.seriesLeftOut = all.length - series.length
    const startedAt = samples.find(({ name }) => name === 'process_start_time_seconds')?.value
    const restarted = startedAt !== this.#startedAt
    if (this.since !== undefined) for (const one of series) this.#grow(one, at, restarted)
    for (const one of series) this.#see(one, at)
    this.#last = new Map(series.map((one) => [keyOf(one), one]))
    this.#startedAt = startedAt
    this.since ??= at
    this.#forgetBefore(at - keptMs)
  }

  /** The growths later than `from`, which is in Unix milliseconds. */
  growths(from: number): Growth[] {
    return [...this.#growths].filter(({ at }) => at > from)
  }

  exemplars(from: number): SeenExemplar[] {
    return [...this.#exemplars.values()].filter(({ timestamp }) => timestamp * 1000 > from)
  }

  /** A new series, and each series of a process that started again, has grown from zero. */
  #grow(series: RequestSeries, at: number, restarted: boolean): void {
    const { endpoint, method, status, bounds } = series
    const last = restarted ? undefined : this.#last.get(keyOf(series))
    const total = series.counts.at(-1) ?? 0
    const fresh = !last || (last.counts.at(-1) ?? 0) > total || last.bounds.length !== bounds.length
    const counts = fresh
      ? series.counts
      : series.counts.map((count, index) => count - (last.counts[index] ?? 0))
    if ((counts.at(-1) ?? 0) > 0) {
      this.#growths.push({ at, endpoint, method, status, bounds, counts })
    }
  }

  #see({ endpoint, method, status, exemplars }: RequestSeries, at: number): void {
    for (const exemplar of exemplars) {
      const { timestamp = at / 1000 } = exemplar
      this.#exemplars.delete(exemplar.traceId)
      this.#exemplars.set(exemplar.traceId, { ...exemplar, timestamp, endpoint, method, status })
    }
    for (const [traceId] of this.#exemplars) {
      if (this.#exemplars.size <= maxExemplars) return
      this.#exemplars.delete(traceId)
    }
  }

  #forgetBefore(time: number): void {
    this.since = Math.max(this.since ?? time, time)
    for (let oldest = this.#growths.first; oldest; oldest = this.#growths.first) {
      if (oldest.at > time && this.#growths.size <= maxGrowths) return
      this.since = Math.max(this.since, oldest.at)
      this.#growths.shift()
    }
  }
}

function keyOf({ endpoint, method, status }: RequestSeries): string {
  return JSON.stringify([endpoint, method, status])
}
