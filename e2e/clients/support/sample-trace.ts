import { type Context, context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { SimpleSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'

/** A trace of three spans, of which `at` is the start in Unix milliseconds. */
export interface SentTrace {
  traceId: string
  at: number
}

export const linked = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }

/** Records the sample with OpenTelemetry's SDK and hands it to one exporter. */
export async function sendSample(exporter: SpanExporter, service: string): Promise<SentTrace> {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'host.name': 'h1' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer('sample', '1.2.3')
  const at = Date.now() - 1000
  const root = tracer.startSpan('POST /orders', {
    kind: SpanKind.SERVER,
    startTime: at,
    attributes: {
      'http.response.status_code': 500,
      ratio: 0.25,
      retry: true,
      items: ['tea', 'milk'],
      note: 'grüße €',
    },
  })
  const below: Context = trace.setSpan(context.active(), root)
  tracer.startSpan('GET', { kind: SpanKind.CLIENT, startTime: at + 2 }, below).end(at + 10)
  const link = { context: { ...linked, traceFlags: 1 }, attributes: { why: 'retry' } }
  tracer.startSpan('place_order', { startTime: at + 11, links: [link] }, below).end(at + 15)
  root.addEvent('exception', { 'exception.type': 'OutOfStock' }, at + 5)
  root.setStatus({ code: SpanStatusCode.ERROR, message: 'no stock' })
  root.end(at + 20)
  await provider.forceFlush()
  await provider.shutdown()
  return { traceId: root.spanContext().traceId, at }
}
