import type { OpenUrls } from './assemble.ts'

interface Screen {
  urls: OpenUrls
  remote: { jaeger?: string; loki?: string }
  version: string
}

/** What the command prints when all is open: where to look, and what to tell an application. */
export function screen({ urls, remote, version }: Screen): string {
  const thrift = [
    urls.thriftHttp && `${urls.thriftHttp}/api/traces`,
    urls.thriftCompact && `${urls.thriftCompact} (compact)`,
    urls.thriftBinary && `${urls.thriftBinary} (binary)`,
  ].filter(Boolean)
  const lines = [
    ['page', urls.query],
    ['traces of', remote.jaeger],
    ['spans in', urls.otlp && `${urls.otlp}/v1/traces`],
    ['spans in, gRPC', urls.otlpGrpc],
    ['Jaeger thrift in', thrift.join(', ')],
    ['lines of', remote.loki],
    ['lines in', urls.loki && `${urls.loki}/loki/api/v1/push`],
  ].filter(([, where]) => where)
  return `
onetrace telemetry backend ${version}

${lines.map(([what = '', where]) => `  ${what.padEnd(18)}${where}\n`).join('')}
${urls.otlp ? toApplications(urls.otlp, urls.otlpGrpc) : ''}Ctrl-C ends it.
`
}

function toApplications(otlp: string, grpc: string | undefined): string {
  const overGrpc = `Where gRPC is wanted: OTEL_EXPORTER_OTLP_ENDPOINT=${grpc} OTEL_EXPORTER_OTLP_PROTOCOL=grpc
Nothing keeps metrics here: OTEL_METRICS_EXPORTER=none stops their sending.
`
  return `Point an OpenTelemetry application at it:

  OTEL_EXPORTER_OTLP_ENDPOINT=${otlp} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_SERVICE_NAME=my-service ...

${grpc ? overGrpc : ''}All of it is in memory. `
}
