import type { CallEdge } from '../../../src/services/call-edges.ts'
import type { ServiceStats, Services } from '../../../src/services/service-stats.ts'
import { get } from './api.ts'

export type { CallEdge, ServiceStats, Services }

/** Numbers from the spans that the backend holds; `lookback` is a duration such as 15m. */
export function fetchServices(lookback: string): Promise<Services> {
  return get(`/api/onetrace/services?${new URLSearchParams({ lookback })}`)
}
