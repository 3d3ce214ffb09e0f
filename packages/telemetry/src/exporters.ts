import { OTLPTraceExporter as OtlpJsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as OtlpProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  ConsoleSpanExporter,
  NoopSpanProcessor,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'
import { createJaegerExporter, jaegerParts } from './jaeger-exporter.ts'
import type { OtlpProtocol, TraceExporterName, TraceSettings } from './settings.ts'
import { type SpanCounts, spanCounts } from './span-counts.ts'
import { SpanPipeline, type SpanPipelineOptions } from './span-pipeline.ts'

export interface ProcessorOptions {
  settings: TraceSettings
  onLoss: (loss: { count: number; cause: unknown }) => void
  counts?: SpanCounts
}

/** One processor for each name of `OTEL_TRACES_EXPORTER`. */
export function createSpanProcessors({
  settings,
  onLoss,
  counts = spanCounts,
}: ProcessorOptions): SpanProcessor[] {
  const { batch, otlpProtocol, exporters } = settings
  const send = (exporter: SpanExporter, parts?: SpanPipelineOptions['parts']) =>
    new SpanPipeline({ exporter, batch, counts, onLoss, ...(parts && { parts }) })
  const create: Record<TraceExporterName, () => SpanProcessor> = {
    otlp: () => send(otlpExporter(otlpProtocol)),
    // It sends by HTTP where OTEL_EXPORTER_JAEGER_ENDPOINT is set, and else by UDP to
    // OTEL_EXPORTER_JAEGER_AGENT_HOST and _PORT.
    jaeger: () => send(createJaegerExporter(batch.exportTimeoutMillis), jaegerParts),
    console: () => new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }),
    // Without any processor NodeSDK would register no provider, and would propagate no context.
    none: () => new NoopSpanProcessor(),
  }
  return exporters.map((name) => create[name]())
}

function otlpExporter(protocol: OtlpProtocol): SpanExporter {
  return protocol === 'http/json' ? new OtlpJsonExporter() : new OtlpProtobufExporter()
}
