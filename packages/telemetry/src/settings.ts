/**
 * Reads the variables of the span pipeline and of propagation, in place of the OpenTelemetry SDK.
 * All others (`OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_*`, span
 * limits) go through `NodeSDK` and mean what the OpenTelemetry specification says ("Environment
 * Variable Specification"); `sdk-settings.ts` looks at their form.
 */

export const traceExporterNames = ['otlp', 'jaeger', 'console', 'none'] as const
export type TraceExporterName = (typeof traceExporterNames)[number]

const otlpProtocols = ['http/protobuf', 'http/json'] as const
export type OtlpProtocol = (typeof otlpProtocols)[number]

export const serverSpanSources = ['channels', 'stock'] as const
export type ServerSpanSource = (typeof serverSpanSources)[number]

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
  serverSpans: ServerSpanSource
}

export type Env = Record<string, string | undefined>

/** Reads the settings of the trace pipeline; throws an `Error` that names the variable. */
export function readTraceSettings(env: Env): TraceSettings {
  return {
    disabled: env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true',
    serviceName: readServiceName(env),
    exporters: readExporters(env.OTEL_TRACES_EXPORTER),
    otlpProtocol: readProtocol(env),
    batch: {
      // The specification's defaults.
      maxQueueSize: readCount(env, 'OTEL_BSP_MAX_QUEUE_SIZE', { least: 1 }) ?? 2048,
      scheduledDelayMillis: readCount(env, 'OTEL_BSP_SCHEDULE_DELAY', { least: 0 }) ?? 5000,
      exportTimeoutMillis: readCount(env, 'OTEL_BSP_EXPORT_TIMEOUT', { least: 1 }) ?? 30_000,
      // The stock processor would divide by a zero, and flush forever.
      maxExportBatchSize: readCount(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', { least: 1 }) ?? 512,
    },
    serverSpans: readServerSpans(env),
  }
}

/**
 * `OTEL_SERVICE_NAME`, else `service.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `unknown_service`.
 */
export function readServiceName(env: Env): string {
  const named = env.OTEL_SERVICE_NAME?.trim()
  if (named) return named
  const attribute = /(?:^|,)\s*service\.name\s*=([^,]*)/.exec(env.OTEL_RESOURCE_ATTRIBUTES ?? '')
  return decoded(attribute?.[1]?.trim() ?? '') || 'unknown_service'
}

/** A text that turns out not to be percent-encoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readExporters(value: string | undefined): TraceExporterName[] {
  const names = namesIn(value)
  const exporters = (names.length > 0 ? names : ['otlp']).map(exporterNamed)
  if (exporters.includes('none') && exporters.length > 1) {
    throw new Error(`OTEL_TRACES_EXPORTER: expected "none" alone, got "${value}"`)
  }
  return exporters
}

export const defaultPropagators = ['tracecontext', 'baggage']

/** The names of `OTEL_PROPAGATORS`; empty for `none`, which switches the others off. */
export function readPropagators(env: Env): string[] {
  const names = namesIn(env.OTEL_PROPAGATORS)
  if (names.includes('none')) return []
  return names.length > 0 ? names : defaultPropagators
}

/** The names in a list with commas, each of them once. */
function namesIn(list = ''): string[] {
  return [...new Set(list.split(',').flatMap((name) => name.trim() || []))]
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

/** By default Node's and Express' own channels; `stock` is instrumentation-http and -express. */
function readServerSpans({ SERVER_SPANS }: Env): ServerSpanSource {
  return oneOf('SERVER_SPANS', serverSpanSources, SERVER_SPANS?.trim() || 'channels')
}

function oneOf<const T extends string>(variable: string, allowed: readonly T[], value: string): T {
  const found = allowed.find((name) => name === value)
  if (found) return found
  throw new Error(`${variable}: expected one of ${allowed.join(', ')}, got "${value}"`)
}

/** Node turns a longer timer into one of 1 ms. */
export const longestTimer = 2 ** 31 - 1

/** Undefined when the variable is not set, or empty. */
export function readCount(
  env: Env,
  variable: string,
  { least, most = longestTimer }: { least: number; most?: number },
): number | undefined {
  const text = env[variable]?.trim()
  if (!text) return undefined
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (count >= least && count <= most) return count
  throw new Error(`${variable}: expected a whole number of ${least} to ${most}, got "${text}"`)
}
