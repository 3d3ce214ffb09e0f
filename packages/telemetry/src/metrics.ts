import { type Span, TraceFlags } from '@opentelemetry/api'
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client'
import { type OwnMetrics, ownMetrics } from './own-metrics.ts'
import { spanCounts } from './span-counts.ts'
import { spanSeconds } from './span-internals.ts'

export interface ServedRequest {
  /** Route template (`/orders/:id`), never a path with ids in it. */
  endpoint: string
  method: string
  status: number
  /** Measured by the caller, for a request whose span has no duration. */
  seconds: number
  /**
   * The request's server span. Once it has ended, its duration is observed instead of `seconds`.
   */
  span?: Span | undefined
}

export interface PoolUse {
  totalCount: number
  idleCount: number
  waitingCount: number
}

export interface Metrics extends OwnMetrics {
  observeRequest: (request: ServedRequest) => void
  watchPool: (name: string, pool: PoolUse) => void
  /** The scrape's answer, OpenMetrics text 1.0.0. */
  text: () => Promise<string>
  contentType: string
}

type OpenMetricsRegistry = Registry<OpenMetricsContentType>

/** A process's Prometheus metrics, with exemplars that name the trace of a request. */
export function createMetrics(): Metrics {
  const registry = new Registry<OpenMetricsContentType>()
  // This comes before the first metric, since prom-client refuses exemplars in the older format.
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  collectDefaultMetrics({ register: registry })
  countSpans(registry)
  return {
    observeRequest: requestObserver(registry),
    watchPool: poolWatcher(registry),
    ...ownMetrics(registry),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

const labelNames = ['endpoint', 'method', 'status'] as const

function requestObserver(registry: OpenMetricsRegistry): Metrics['observeRequest'] {
  const registers = [registry]
  const enableExemplars = true
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers,
    enableExemplars,
  })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer.',
    labelNames,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
    enableExemplars,
  })
  return ({ endpoint, method, status, seconds, span }) => {
    const labels = { endpoint, method, status: String(status) }
    const exemplar = exemplarOf(span)
    requests.inc({ labels, value: 1, ...exemplar })
    // With two clocks that start a moment apart, a request would now and then be counted in one
    // bucket while the trace of its exemplar belongs in the next.
    duration.observe({ labels, value: spanSeconds(span) ?? seconds, ...exemplar })
  }
}

/**
 * Only the trace of a sampled span can be looked up later. For others the key itself is left out:
 * prom-client would take an empty set of labels for an exemplar, and replace the last one with it.
 */
function exemplarOf(span: Span | undefined): { exemplarLabels?: Record<string, string> } {
  const context = span?.spanContext()
  if (!context || (context.traceFlags & TraceFlags.SAMPLED) === 0) return {}
  return { exemplarLabels: { trace_id: context.traceId, span_id: context.spanId } }
}

function poolWatcher(registry: OpenMetricsRegistry): Metrics['watchPool'] {
  const pools = new Map<string, PoolUse>()
  const pool = 'db_client_connection_pool_name'
  new Gauge({
    name: 'db_client_connection_count',
    help: 'Connections of the pool, by state.',
    labelNames: [pool, 'state'],
    registers: [registry],
    collect() {
      for (const [name, { totalCount, idleCount }] of pools) {
        this.set({ [pool]: name, state: 'idle' }, idleCount)
        this.set({ [pool]: name, state: 'used' }, totalCount - idleCount)
      }
    },
  })
  new Gauge({
    name: 'db_client_connection_pending_requests',
    help: 'Requests that wait for a connection.',
    labelNames: [pool],
    registers: [registry],
    collect() {
      for (const [name, { waitingCount }] of pools) this.set({ [pool]: name }, waitingCount)
    },
  })
  return (name, use) => void pools.set(name, use)
}

/** Named after OpenTelemetry's "SDK metrics" semantic conventions. */
function countSpans(registry: OpenMetricsRegistry): void {
  new Counter({
    name: 'otel_sdk_exporter_span_exported_total',
    help: 'Spans handed to the backend, by outcome; error_type is empty for success.',
    labelNames: ['error_type'],
    registers: [registry],
    collect() {
      this.reset()
      this.inc({ error_type: '' }, spanCounts.exported)
      this.inc({ error_type: 'export_failed' }, spanCounts.failed)
    },
  })
  new Counter({
    name: 'otel_sdk_processor_span_dropped_total',
    help: 'Spans dropped because the queue was full.',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(spanCounts.dropped)
    },
  })
}
