export { assertInstrumented, type UsedLibraries } from './assert-instrumented.ts'
export { type InstrumentOptions, instrument } from './instrument.ts'
export { createLogger, type Logger, type LoggerOptions } from './logger.ts'
export { createMetrics, type Metrics, type PoolUse, type ServedRequest } from './metrics.ts'
export {
  type Admission,
  type Admit,
  admitContext,
  type ContextMode,
  contextModes,
} from './propagation/admission.ts'
export { markRecorded, recordError, wasRecorded } from './record-error.ts'
export { flushTelemetry, shutdownTelemetry } from './sdk-state.ts'
export { type SpanCounts, spanCounts } from './span-counts.ts'
export { activeTraceId, activeTraceparent, notSampledBy } from './trace-headers.ts'
export { traceNothingOn } from './untraced-ports.ts'
export { withSpan } from './with-span.ts'
