/**
 * The one file of this package that names environment variables which the OpenTelemetry SDK does
 * not read itself. Everything else (`OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`,
 * `OTEL_PROPAGATORS`, `OTEL_EXPORTER_OTLP_*`, span limits) goes through `NodeSDK` and means what
 * the OpenTelemetry specification says ("Environment Variable Specification").
 */

export const traceExporterNames = ['otlp', 'jaeger', 'console', 'none'] as const
export type TraceExporterName = (typeof traceExporterNames)[number]

const otlpProtocols = ['http/protobuf', 'http/json'] as const
export type OtlpProtocol = (typeof otlpProtocols)[number]

export interface BatchSettings {
  maxQueueSize: number
  scheduledDelayMillis: number
  exportTimeoutMillis: number
  maxExportBatchSize: number
}

export interface TraceSettings {
  disabled: boolean
  serviceName: string
  exporters: TraceExporterName[]
  otlpProtocol: OtlpProtocol
  batch: BatchSettings
}

type Env = Record<string, string | undefined>

/** Reads the settings of the trace pipeline; throws an `Error` that names the variable. */
export function readTraceSettings(env: Env): TraceSettings {
  return {
    disabled: env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true',
    serviceName: readServiceName(env),
    exporters: readExporters(env.OTEL_TRACES_EXPORTER),
    otlpProtocol: readProtocol(env),
    batch: {
      // The specification's defaults.
      maxQueueSize: readCount(env, 'OTEL_BSP_MAX_QUEUE_SIZE', 2048),
      scheduledDelayMillis: readCount(env, 'OTEL_BSP_SCHEDULE_DELAY', 5000),
      exportTimeoutMillis: readCount(env, 'OTEL_BSP_EXPORT_TIMEOUT', 30_000),
      maxExportBatchSize: readCount(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
    },
  }
}

/** `OTEL_SERVICE_NAME`, else `service.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `unknown_service`. */
export function readServiceName(env: Env): string {
  const named = env.OTEL_SERVICE_NAME?.trim()
  if (named) return named
  const attribute = env.OTEL_RESOURCE_ATTRIBUTES?.split(',')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === 'service.name')?.[1]
  return attribute ? decodeURIComponent(attribute) : 'unknown_service'
}

function readExporters(value: string | undefined): TraceExporterName[] {
  const names = (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const exporters = (names.length > 0 ? names : ['otlp']).map(exporterNamed)
  if (exporters.includes('none') && exporters.length > 1) {
    throw new Error(`OTEL_TRACES_EXPORTER: expected "none" alone, got "${value}"`)
  }
  return exporters
}

function exporterNamed(name: string): TraceExporterName {
  return oneOf('OTEL_TRACES_EXPORTER', traceExporterNames, name)
}

function readProtocol(env: Env): OtlpProtocol {
  const specific = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL?.trim()
  if (specific) return oneOf('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', otlpProtocols, specific)
  const general = env.OTEL_EXPORTER_OTLP_PROTOCOL?.trim()
  return oneOf('OTEL_EXPORTER_OTLP_PROTOCOL', otlpProtocols, general || 'http/protobuf')
}

function oneOf<const T extends string>(variable: string, allowed: readonly T[], value: string): T {
  const found = allowed.find((name) => name === value)
  if (found) return found
  throw new Error(`${variable}: expected one of ${allowed.join(', ')}, got "${value}"`)
}

function readCount(env: Env, variable: string, fallback: number): number {
  const text = env[variable]?.trim()
  if (!text) return fallback
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(`${variable}: expected a whole number, got "${text}"`)
}
