import { createMetrics, type Logger, type Metrics } from '@onetrace/telemetry'
import { InFlight } from './in-flight.ts'

/** What routes and stores of one process share. */
export interface ServiceContext {
  log: Logger
  metrics: Metrics
  inFlight: InFlight
}

export function createServiceContext(log: Logger): ServiceContext {
  return { log, metrics: createMetrics(), inFlight: new InFlight() }
}
