import { JaegerExporter } from '@opentelemetry/exporter-jaeger'
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { expect, test } from 'vitest'
import { sampleContent, sampleTree, thriftContent } from './support/expected-sample.ts'
import { sendSample } from './support/sample-trace.ts'
import { contentOf, storedTrace } from './support/stored-spans.ts'
import { target } from './support/target.ts'

const url = `${target.otlp}/v1/traces`
const compression = CompressionAlgorithm.GZIP

test.each([
  ['protobuf', () => new ProtobufExporter({ url })],
  ['json', () => new JsonExporter({ url })],
  ['protobuf-gzip', () => new ProtobufExporter({ url, compression })],
  ['json-gzip', () => new JsonExporter({ url, compression })],
  ['grpc', () => new GrpcExporter({ url: target.otlpGrpc })],
  ['grpc-gzip', () => new GrpcExporter({ url: target.otlpGrpc, compression })],
])('OTLP of the JS SDK, %s: all that was recorded is stored', async (encoding, exporter) => {
  const service = `js-${encoding}`

  const { traceId, at } = await sendSample(exporter(), service)

  const trace = await storedTrace(traceId, sampleTree(service))
  expect(trace).toMatchSpanTree(sampleTree(service))
  // Sampled, and it is known that its parent is not remote.
  expect(contentOf(trace, at)).toEqual(sampleContent({ linkFlags: 0x101 }))
})

test.each([
  ['http', () => new JaegerExporter({ endpoint: `${target.thriftHttp}/api/traces` })],
  ['udp', () => new JaegerExporter(target.thriftBinary)],
])(
  "OpenTelemetry's Jaeger exporter over %s: what thrift carries is stored",
  async (way, exporter) => {
    const service = `js-jaeger-${way}`

    const { traceId, at } = await sendSample(exporter(), service)

    const trace = await storedTrace(traceId, sampleTree(service))
    expect(trace).toMatchSpanTree(sampleTree(service))
    const added = {
      'service.name': service,
      'host.name': 'h1',
      'otel.library.name': 'sample',
      'otel.library.version': '1.2.3',
    }
    expect(contentOf(trace, at)).toEqual(thriftContent({ items: 'tea,milk', added }))
  },
)
