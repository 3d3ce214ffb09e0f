export const portNames = [
  // The embedded backend has these ports, too.
  'otlp', // over HTTP
  'query', // Jaeger's API and page
  'loki',
  'thriftHttp',
  'thriftCompact',
  'thriftBinary',

  'otlpGrpc',
  'queryGrpc',
  'jaegerHealth',
  'jaegerMetrics',
  'lokiGrpc',
  'promtail',
  'prometheus',
  'page', // of the embedded backend, where it stands in for Loki
] as const

/** Where the stack listens. */
export type StackPorts = Record<(typeof portNames)[number], number>

export function loopback(port: number): string {
  return `http://127.0.0.1:${port}`
}
