// Preloaded into a service to break it: one span more below each request that calls another.
import { trace } from '@opentelemetry/api'

const originalFetch = globalThis.fetch

globalThis.fetch = (...call) => {
  trace.getTracer('break').startSpan('double_check').end()
  return originalFetch(...call)
}
