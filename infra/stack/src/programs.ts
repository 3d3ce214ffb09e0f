import { join } from 'node:path'
import type { serverNames } from './binaries.ts'
import { configFile } from './folders.ts'
import { loopback, type StackPorts } from './ports.ts'

export type ServerName = (typeof serverNames)[number]

export interface Launch {
  args: string[]
  env: Record<string, string>
  /** Answers 200 when it is ready. */
  readyUrl: string
}

export interface LaunchOptions {
  ports: StackPorts
  /** Loki's and Prometheus' data, Promtail's positions. */
  dir: string
  logDir: string
  /** Of this run; see prometheus-folder.ts. */
  prometheusConfig: string
}

/** How each is started: the config files are the committed ones, variables say the rest. */
export function launchesOf(options: LaunchOptions): Record<ServerName, Launch> {
  return {
    jaeger: jaeger(options),
    loki: loki(options),
    promtail: promtail(options),
    prometheus: prometheus(options),
  }
}

export function positionsFile(dir: string): string {
  return join(dir, 'promtail-positions.yaml')
}

function jaeger({ ports }: LaunchOptions): Launch {
  return {
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

function loki({ ports, dir }: LaunchOptions): Launch {
  return {
    args: [`-config.file=${configFile('loki/loki.yaml')}`, '-config.expand-env=true'],
    env: {
      LOKI_PORT: String(ports.loki),
      LOKI_GRPC_PORT: String(ports.lokiGrpc),
      LOKI_DATA: join(dir, 'loki'),
    },
    readyUrl: `${loopback(ports.loki)}/ready`,
  }
}

function promtail({ ports, dir, logDir }: LaunchOptions): Launch {
  return {
    args: [`-config.file=${configFile('promtail/native.yaml')}`, '-config.expand-env=true'],
    env: {
      PROMTAIL_PORT: String(ports.promtail),
      PROMTAIL_POSITIONS: positionsFile(dir),
      LOKI_URL: loopback(ports.loki),
      LOG_DIR: logDir,
    },
    // Not /ready: that waits for the first log file, which is written later.
    readyUrl: `${loopback(ports.promtail)}/metrics`,
  }
}

function prometheus({ ports, dir, prometheusConfig }: LaunchOptions): Launch {
  return {
    args: [
      `--config.file=${prometheusConfig}`,
      `--storage.tsdb.path=${join(dir, 'prometheus')}`,
      '--storage.tsdb.retention.time=7d',
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      '--enable-feature=exemplar-storage',
      '--log.level=warn',
    ],
    env: {},
    readyUrl: `${loopback(ports.prometheus)}/-/ready`,
  }
}
