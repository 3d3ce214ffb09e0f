import { fromReadableSpans } from '@onetrace/span-tree'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import '@onetrace/span-tree/vitest'

test("spans of the SDK's own exporter make a trace", () => {
  const exporter = new InMemorySpanExporter()
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer('test')
  const root = tracer.startSpan('root', { kind: SpanKind.SERVER })
  const context = trace.setSpan(ROOT_CONTEXT, root)
  const child = tracer.startSpan('child', {}, context)
  child.setStatus({ code: SpanStatusCode.ERROR })
  child.end()
  root.end()

  const [read] = fromReadableSpans(exporter.getFinishedSpans())

  expect(read).toMatchSpanTree(`
    shop: root [server]
      shop: child !error
  `)
  expect(read).toContainSpan('shop', /^child$/)
})
