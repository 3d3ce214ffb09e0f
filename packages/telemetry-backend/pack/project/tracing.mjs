import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** One trace of a service, sent to `url` with the SDK's own exporter; gives its id. */
export async function sendTrace(url) {
  const exporter = new OTLPTraceExporter({ url })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  const span = provider.getTracer('test').startSpan('checkout')
  span.end()
  await provider.shutdown()
  return span.spanContext().traceId
}
