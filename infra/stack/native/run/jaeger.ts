import { configFile } from '../folders.ts'
import type { Launch } from './launch.ts'
import { loopback, type StackPorts } from './ports.ts'

export function jaegerLaunch(path: string, ports: StackPorts): Launch {
  return {
    name: 'jaeger',
    path,
    args: ['--config', configFile('jaeger/jaeger.yaml')],
    env: {
      OTLP_PORT: String(ports.otlp),
      OTLP_GRPC_PORT: String(ports.otlpGrpc),
      JAEGER_QUERY_PORT: String(ports.query),
      JAEGER_QUERY_GRPC_PORT: String(ports.queryGrpc),
      JAEGER_THRIFT_HTTP_PORT: String(ports.thriftHttp),
      JAEGER_THRIFT_COMPACT_PORT: String(ports.thriftCompact),
      JAEGER_THRIFT_BINARY_PORT: String(ports.thriftBinary),
      JAEGER_HEALTH_PORT: String(ports.jaegerHealth),
      JAEGER_METRICS_PORT: String(ports.jaegerMetrics),
      JAEGER_LOG_LEVEL: 'warn',
    },
    readyUrl: `${loopback(ports.jaegerHealth)}/status`,
  }
}
