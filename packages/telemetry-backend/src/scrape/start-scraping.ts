import type { Counters } from '../counters.ts'
import type { Scraper, ScrapeTarget } from './scraper.ts'

export interface ScrapeOptions {
  targets?: ScrapeTarget[]
  intervalMs?: number
}

interface Parts {
  counters: Counters
  isHeld: (traceId: string) => boolean
}

const defaultIntervalMs = 5000

/** The code for scraping is loaded only where there is a target. */
export async function createScraping(
  { targets = [], intervalMs = defaultIntervalMs }: ScrapeOptions,
  parts: Parts,
): Promise<Scraper> {
  if (targets.length === 0) return nobody(intervalMs)
  const { createScraper } = await import('./scraper.ts')
  return createScraper({ targets, intervalMs, ...parts })
}

function nobody(intervalMs: number): Scraper {
  return {
    intervalSeconds: intervalMs / 1000,
    targets: () => [],
    rates: () => [],
    start: () => {},
    scrape: async () => {},
    close: () => {},
  }
}
