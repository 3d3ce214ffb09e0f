import { ProxyTracerProvider, type TracerProvider, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { isWrapped } from '@opentelemetry/instrumentation'
import { envDetector, serviceInstanceIdDetector } from '@opentelemetry/resources'
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node'
import { assertSpanInternals } from './assert-span-internals.ts'
import { BaggageFields, readBaggageFields } from './baggage-fields.ts'
import { BoundedAttributes, readQueryFields } from './bounded-attributes.ts'
import { logDiagnostics } from './diagnostics.ts'
import { createSpanProcessors } from './exporters.ts'
import { createInstrumentations } from './instrumentations.ts'
import { createLogger } from './logger.ts'
import { onceAMinute } from './once-a-minute.ts'
import { PreciseStart } from './precise-start.ts'
import { startPropagation } from './propagation/start-propagation.ts'
import { RestartLink } from './restart-link.ts'
import { warnOfResourceAttributes } from './sdk-settings.ts'
import { setRunningSdk } from './sdk-state.ts'
import { setVariables } from './set-variables.ts'
import { readPropagators, type TraceSettings } from './settings.ts'

export async function startSdk(settings: TraceSettings): Promise<void> {
  const strictly = logDiagnostics(process.env)
  warnOfResourceAttributes(process.env)
  const patchesServer = settings.serverSpans === 'stock'
  if (patchesServer) await hookImports()
  const contexts = new AsyncLocalStorageContextManager()
  const instrumentations = createInstrumentations({
    serverSpans: settings.serverSpans,
    enter: (context) => void contexts.attach(context),
    strictly,
  })
  const processors = createSpanProcessors({ settings, onLoss: reportLoss() })
  const baggage = new BaggageFields(readBaggageFields(process.env))
  const bounded = new BoundedAttributes(readQueryFields(process.env))
  const sdk = createSdk({
    serviceName: settings.serviceName,
    instrumentations,
    contextManager: contexts,
    spanProcessors: [new PreciseStart(), new RestartLink(), baggage, bounded, ...processors],
    textMapPropagator: null, // ours, below
    metricReaders: [], // Prometheus scrapes prom-client
    logRecordProcessors: [], // logs are lines; Promtail carries them
    ...resourceDetectors(process.env),
    ...spanLimits(settings, process.env),
  })
  sdk.start()
  assertSpanInternals(runningProvider())
  startPropagation(readPropagators(process.env))
  setRunningSdk({
    instrumentations: new Set(instrumentations.map(shortName)),
    patchesServer,
    isPatched: isWrapped,
    flush: async () => void (await Promise.all(processors.map((p) => p.forceFlush()))),
    shutdown: () => sdk.shutdown(),
  })
}

/**
 * The stock instrumentations of http and express patch what an ES module imports, which takes a
 * loader hook; pg patches what pg itself requires, undici nothing at all. The hook comes after the
 * SDK's own imports and before the start. With an earlier hook, every file of the SDK would pass
 * through it, which takes seconds; with a later one, the application would be loaded already.
 */
async function hookImports(): Promise<void> {
  const { register } = await import('import-in-the-middle/register-hooks.mjs')
  register({ include: ['express', 'http', 'https', 'node:http', 'node:https'] })
}

/**
 * If NodeSDK saw this variable, it would replace our logger with one that writes to the console.
 */
function createSdk(configuration: Partial<NodeSDKConfiguration>): NodeSDK {
  const { OTEL_LOG_LEVEL } = process.env
  setVariables({ OTEL_LOG_LEVEL: undefined })
  const sdk = new NodeSDK(configuration)
  setVariables({ OTEL_LOG_LEVEL })
  return sdk
}

/**
 * The API gives out a proxy, since it has no provider before the SDK starts; this looks behind it.
 */
function runningProvider(): TracerProvider {
  const provider = trace.getTracerProvider()
  return provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider
}

/**
 * Unless asked for more only OTEL_RESOURCE_ATTRIBUTES, and an id by which the spans of one process are
 * told from those of the next: host and process details would ride on every span through
 * exporter-jaeger (2 kB each).
 */
function resourceDetectors(env: NodeJS.ProcessEnv) {
  if (env.OTEL_NODE_RESOURCE_DETECTORS?.trim()) return {}
  return { resourceDetectors: [serviceInstanceIdDetector, envDetector] }
}

/**
 * Attribute values have no limit by default, and over UDP a span that does not fit into a packet
 * (65 kB) is lost.
 */
function spanLimits({ exporters }: TraceSettings, env: NodeJS.ProcessEnv) {
  const isSet =
    env.OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT?.trim() ||
    env.OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT?.trim()
  if (isSet || !exporters.includes('jaeger')) return {}
  return { spanLimits: { attributeValueLengthLimit: 4096 } }
}

function shortName({ instrumentationName }: { instrumentationName: string }): string {
  return instrumentationName.replace(/^@.+\/instrumentation-/, '')
}

function reportLoss() {
  const log = createLogger({ name: 'telemetry' })
  const report = onceAMinute((spans, cause) =>
    log.warn({ spans, cause: text(cause) }, 'spans lost'),
  )
  return ({ count, cause }: { count: number; cause: unknown }) => report(count, cause)
}

function text(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause ?? 'unknown')
}
