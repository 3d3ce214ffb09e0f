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
      maxQueueSize: readCount(env, 'OTEL_BSP_MAX_QUEUE_SIZE', { fallback: 2048, least: 1 }),
      scheduledDelayMillis: readCount(env, 'OTEL_BSP_SCHEDULE_DELAY', { fallback: 5000, least: 0 }),
      exportTimeoutMillis: readCount(env, 'OTEL_BSP_EXPORT_TIMEOUT', {
        fallback: 30_000,
        least: 1,
      }),
      // The stock processor would divide by a zero, and flush for ever.
      maxExportBatchSize: readCount(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', {
        fallback: 512,
        least: 1,
      }),
    },
  }
}

/** `OTEL_SERVICE_NAME`, else `service.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `unknown_service`. */
export function readServiceName(env: Env): string {
  const named = env.OTEL_SERVICE_NAME?.trim()
  if (named) return named
  const attribute = /(?:^|,)\s*service\.name\s*=([^,]*)/.exec(env.OTEL_RESOURCE_ATTRIBUTES ?? '')
  return decoded(attribute?.[1]?.trim() ?? '') || 'unknown_service'
}

/** A text that is not percent-encoded after all stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readExporters(value: string | undefined): TraceExporterName[] {
  const names = (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const exporters = [...new Set(names.length > 0 ? names : ['otlp'])].map(exporterNamed)
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

/** Node makes a longer timer one of 1 ms. */
const longestTimer = 2 ** 31 - 1

function readCount(
  env: Env,
  variable: string,
  { fallback, least }: { fallback: number; least: number },
): number {
  const text = env[variable]?.trim()
  if (!text) return fallback
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (count >= least && count <= longestTimer) return count
  throw new Error(
    `${variable}: expected a whole number of ${least} to ${longestTimer}, got "${text}"`,
  )
}
