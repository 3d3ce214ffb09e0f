/** Where the stack listens; the first six are those of the embedded backend too. */
export interface StackPorts {
  /** OTLP over HTTP. */
  otlp: number
  /** Jaeger's query API and page. */
  query: number
  loki: number
  thriftHttp: number
  thriftCompact: number
  thriftBinary: number
  otlpGrpc: number
  queryGrpc: number
  jaegerHealth: number
  jaegerMetrics: number
  lokiGrpc: number
  promtail: number
  prometheus: number
  /** Of the embedded backend's page, where it stands in for Loki. */
  page: number
}

export function loopback(port: number): string {
  return `http://127.0.0.1:${port}`
}
