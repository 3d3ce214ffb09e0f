import { json } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { parseLookback } from '../services/lookback.ts'
import type { ServiceRates } from './rates.ts'
import type { Scraper, TargetState } from './scraper.ts'

/**
 * What `GET /api/onetrace/rates?lookback=15m` answers: the requests that the services themselves
 * counted, sampled or not, as `/metrics` of each tells every few seconds. `rates.ts` declares what
 * a service has. Without targets (`SCRAPE_TARGETS`) both lists are empty.
 */
export interface Rates {
  intervalSeconds: number
  /** What is scraped, and with what result: a failing target has `up: false` and an `error`. */
  targets: TargetState[]
  services: ServiceRates[]
}

export function ratesRoute(scraper: Scraper): Route {
  return {
    method: 'GET',
    path: '/api/onetrace/rates',
    handle: ({ query }) => {
      const lookback = parseLookback(query.get('lookback'))
      if (typeof lookback !== 'bigint') return lookback
      const to = Date.now()
      const window = { from: to - Number(lookback / 1_000_000n), to }
      const { intervalSeconds, targets, rates } = scraper
      const answer: Rates = { intervalSeconds, targets: targets(), services: rates(window) }
      return json(answer)
    },
  }
}
