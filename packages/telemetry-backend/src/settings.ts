/** A setting that a person gives: as a flag of the command, or as a variable of the process. */
export interface Setting {
  flag: string
  variable: string
  /** The word for its value in the help text. */
  value: string
  help: string
}

const setting = (flag: string, variable: string, value: string, help: string): Setting => {
  return { flag, variable, value, help }
}

const settings = {
  'Doors (0 is a port that the system chooses, off leaves one for gRPC or thrift closed)': [
    setting('port', 'JAEGER_QUERY_PORT', 'port', 'the page and the Jaeger query API, 16686'),
    setting('otlp-port', 'OTLP_PORT', 'port', 'spans in, OTLP/HTTP, 4318'),
    setting('otlp-grpc-port', 'OTLP_GRPC_PORT', 'port', 'the same, OTLP/gRPC, 4317'),
    setting('loki-port', 'LOKI_PORT', 'port', 'the Loki API, push included, 3100'),
    setting('thrift-http-port', 'JAEGER_THRIFT_HTTP_PORT', 'port', 'Jaeger thrift, 14268'),
    setting('thrift-compact-port', 'JAEGER_THRIFT_COMPACT_PORT', 'port', 'the same, UDP, 6831'),
    setting('thrift-binary-port', 'JAEGER_THRIFT_BINARY_PORT', 'port', 'the same, UDP, 6832'),
    setting('host', 'BACKEND_HOST', 'address', 'where all of them listen, 127.0.0.1'),
  ],
  'A Jaeger or Loki elsewhere, in place of the store here, which then takes nothing in': [
    setting('jaeger', 'JAEGER_URL', 'url', 'the page shows the traces of this Jaeger'),
    setting('loki', 'LOKI_URL', 'url', 'the page shows the log lines of this Loki'),
  ],
  'What comes in beside spans': [
    setting('log-dir', 'LOG_DIR', 'folder', 'its *.log files are followed'),
    setting('scrape', 'SCRAPE_TARGETS', '"name=url ..."', 'whose /metrics are read for the rates'),
    setting('scrape-interval', 'SCRAPE_INTERVAL', 'duration', 'how often, 5s'),
  ],
  Limits: [
    setting('max-bytes', 'BACKEND_MAX_BYTES', 'bytes', 'of all spans, 128 MiB'),
    setting('max-traces', 'BACKEND_MAX_TRACES', 'count', 'of traces, 20000'),
    setting('max-evicted-ids', 'BACKEND_MAX_EVICTED_IDS', 'count', 'of ids that left, 50000'),
    setting('max-log-bytes', 'BACKEND_MAX_LOG_BYTES', 'bytes', 'of all log lines, 64 MiB'),
    setting('max-log-streams', 'BACKEND_MAX_LOG_STREAMS', 'count', 'of label sets, 5000'),
    setting('max-body-bytes', 'BACKEND_MAX_BODY_BYTES', 'bytes', 'of one export, 20 MiB'),
    setting('max-grpc-bytes', 'BACKEND_MAX_GRPC_BYTES', 'bytes', 'of one over gRPC, 4 MiB'),
    setting('max-push-bytes', 'BACKEND_MAX_PUSH_BYTES', 'bytes', 'of one push of lines, 32 MiB'),
    setting('max-bodies-bytes', 'BACKEND_MAX_BODIES_BYTES', 'bytes', 'of all at once, 192 MiB'),
    setting('max-clock-skew', 'BACKEND_MAX_CLOCK_SKEW', 'duration', 'put right in v1, 0s'),
  ],
} satisfies Record<string, Setting[]>

export const allSettings: Setting[] = Object.values(settings).flat()

export const help = `Usage: telemetry-backend [options]

Takes spans and log lines of any OpenTelemetry application, keeps them in memory, and shows them on
a page. Each option may also be given as the variable behind it.

${Object.entries(settings)
  .map(([title, ofGroup]) => `${title}\n${ofGroup.map(describe).join('')}`)
  .join('\n')}
Others
  --help                           this text
  --version                        which one this is
`

function describe({ flag, value, help, variable }: Setting): string {
  return `  ${`--${flag} ${value}`.padEnd(32)} ${help}  [${variable}]\n`
}
