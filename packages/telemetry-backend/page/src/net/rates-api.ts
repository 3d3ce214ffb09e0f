import type { EndpointRates, RateExemplar, ServiceRates } from '../../../src/scrape/rates.ts'
import type { Rates } from '../../../src/scrape/rates-route.ts'
import { get } from './api.ts'

export type { EndpointRates, RateExemplar, Rates, ServiceRates }

/** The numbers of requests as the services themselves counted them, sampled or not. */
export function fetchRates(lookback: string): Promise<Rates> {
  return get(`/api/onetrace/rates?${new URLSearchParams({ lookback })}`)
}
