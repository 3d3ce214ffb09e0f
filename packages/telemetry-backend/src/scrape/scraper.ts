import type { Counters } from '../counters.ts'
import { fetchMetrics } from './fetch-metrics.ts'
import { readOpenMetrics } from './open-metrics.ts'
import { ratesOf, type ServiceRates, type Window } from './rates.ts'
import { TargetHistory } from './target-history.ts'

export interface ScrapeTarget {
  service: string
  /** The address of its `/metrics`. */
  url: string
}

export interface TargetState extends ScrapeTarget {
  scrapes: number
  failures: number
  /** How the last scrape ended; undefined before the first has. */
  up?: boolean
  /** What the last scrape failed with. */
  error?: string
  /** RFC 3339, of the last scrape that worked. */
  lastScrape?: string
  seriesLeftOut: number
}

export interface Scraper {
  intervalSeconds: number
  targets: () => TargetState[]
  rates: (window: Window) => ServiceRates[]
  /** Scrapes at once and from then on at the interval. */
  start: () => void
  /** One scrape of each target, now. */
  scrape: () => Promise<void>
  close: () => void
}

interface Options {
  targets: ScrapeTarget[]
  intervalMs: number
  counters: Counters
  isHeld: (traceId: string) => boolean
}

const deadlineMs = 10_000

/** Reads `/metrics` of the services, as Prometheus does, and keeps what the page draws of it. */
export function createScraper({ targets, intervalMs, counters, isHeld }: Options): Scraper {
  const closed = new AbortController()
  const watched = targets.map((target) => ({ target, history: new TargetHistory() }))
  const states = targets.map((target): TargetState => {
    return { ...target, scrapes: 0, failures: 0, seriesLeftOut: 0 }
  })
  const byService = Map.groupBy(watched, ({ target }) => target.service)

  async function scrapeOne(at: number): Promise<void> {
    const [state, history] = [states[at], watched[at]?.history]
    if (!state || !history) return
    try {
      const signal = AbortSignal.any([closed.signal, AbortSignal.timeout(deadlineMs)])
      const { text, openMetrics } = await fetchMetrics(state.url, signal)
      history.add(readOpenMetrics(text, { whole: openMetrics }), Date.now())
      state.up = true
      state.lastScrape = new Date().toISOString()
      state.seriesLeftOut = history.seriesLeftOut
      delete state.error
    } catch (error) {
      if (closed.signal.aborted) return
      state.up = false
      state.error = reasonOf(error)
      state.failures += 1
      counters.scrapesFailed += 1
    }
    state.scrapes += 1
    counters.scrapesMade += 1
  }

  const scrape = async () => {
    await Promise.all(targets.map((_, at) => scrapeOne(at)))
  }
  let timer: NodeJS.Timeout | undefined
  const goOn = async () => {
    await scrape()
    if (!closed.signal.aborted) timer = setTimeout(goOn, intervalMs).unref()
  }

  return {
    intervalSeconds: intervalMs / 1000,
    targets: () => states.map((state) => ({ ...state })),
    rates: (window) =>
      [...byService].map(([name, ofService]) =>
        ratesOf({ name, histories: ofService.map(({ history }) => history), window, isHeld }),
      ),
    start: () => {
      if (targets.length > 0) void goOn()
    },
    scrape,
    close: () => {
      closed.abort()
      clearTimeout(timer)
    },
  }
}

/** A refused connection to `localhost` is an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError') return 'expected an answer in time, got none'
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name)
}
