import { get } from './api.ts'

export interface ServiceStats {
  name: string
  requests: number
  requestsPerSecond: number
  errors: number
  /** 0 to 1. */
  errorShare: number
  p50Nanos: number
  p95Nanos: number
  p99Nanos: number
  /** Trace ids: of the request at p99, and of the latest one that failed. */
  exemplars: { slow?: string; failed?: string }
}

export interface CallEdge {
  caller: string
  callee: string
  /** The callee sends no spans: a database, say. */
  external: boolean
  calls: number
  errors: number
  p95Nanos: number
}

export interface Services {
  windowSeconds: number
  services: ServiceStats[]
  edges: CallEdge[]
}

/** Out of the spans that the backend holds; `lookback` is a duration such as 15m. */
export function fetchServices(lookback: string): Promise<Services> {
  return get(`/api/onetrace/services?${new URLSearchParams({ lookback })}`)
}
