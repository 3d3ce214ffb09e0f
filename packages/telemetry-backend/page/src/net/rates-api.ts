import { get } from './api.ts'

/** As the services themselves counted them, sampled or not. */
export interface Rates {
  intervalSeconds: number
  targets: { service: string; url: string; up?: boolean; error?: string }[]
  services: ServiceRates[]
}

export interface ServiceRates {
  name: string
  windowSeconds: number
  endpoints: EndpointRates[]
}

export interface EndpointRates {
  endpoint: string
  method: string
  requests: number
  requestsPerSecond: number
  errors: number
  errorShare: number
  p50Nanos: number | null
  p95Nanos: number | null
  p99Nanos: number | null
  /** Requests by status code. */
  statuses: Record<string, number>
  /** The slowest first. */
  exemplars: RateExemplar[]
}

export interface RateExemplar {
  traceId: string
  spanId?: string
  nanos: number
  status: string
  timeUnixNano: string
  /** Whether the trace can be opened. */
  held: boolean
}

export function fetchRates(lookback: string): Promise<Rates> {
  return get(`/api/onetrace/rates?${new URLSearchParams({ lookback })}`)
}
