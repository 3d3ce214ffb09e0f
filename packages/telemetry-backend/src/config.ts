import type { AssembleOptions } from './assemble.ts'
import type { ScrapeTarget } from './scrape/scraper.ts'
import { parseGoDuration } from './time.ts'

export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Env = Record<string, string | undefined>

/** The one file that names environment variables. An empty one counts as absent. */
export function readConfig(env: Env): AssembleOptions {
  const { LOG_DIR: logDir, TRY_GATEWAY_URL: gatewayUrl, TRY_CURL: curl } = env
  return {
    ...(env.BACKEND_HOST && { host: env.BACKEND_HOST }),
    ports: {
      otlp: port(env, 'OTLP_PORT', 4318),
      ...given('otlpGrpc', optionalPort(env, 'OTLP_GRPC_PORT', 4317)),
      query: port(env, 'JAEGER_QUERY_PORT', 16686),
      loki: port(env, 'LOKI_PORT', 3100),
      ...given('thriftHttp', optionalPort(env, 'JAEGER_THRIFT_HTTP_PORT', 14268)),
      ...given('thriftCompact', optionalPort(env, 'JAEGER_THRIFT_COMPACT_PORT', 6831)),
      ...given('thriftBinary', optionalPort(env, 'JAEGER_THRIFT_BINARY_PORT', 6832)),
    },
    ...(logDir && { logDir }),
    limits: {
      ...given('bytes', count(env, 'BACKEND_MAX_BYTES')),
      ...given('traces', count(env, 'BACKEND_MAX_TRACES')),
      ...given('evictedIds', count(env, 'BACKEND_MAX_EVICTED_IDS')),
      ...given('logBytes', count(env, 'BACKEND_MAX_LOG_BYTES')),
      ...given('logStreams', count(env, 'BACKEND_MAX_LOG_STREAMS')),
      ...given('bodyBytes', count(env, 'BACKEND_MAX_BODY_BYTES')),
      ...given('grpcBytes', count(env, 'BACKEND_MAX_GRPC_BYTES')),
      ...given('pushBytes', count(env, 'BACKEND_MAX_PUSH_BYTES')),
      ...given('bodiesBytes', count(env, 'BACKEND_MAX_BODIES_BYTES')),
      ...given('clockSkewMs', milliseconds(env, 'BACKEND_MAX_CLOCK_SKEW', 1)),
    },
    scrape: {
      targets: scrapeTargets(env.SCRAPE_TARGETS),
      ...given('intervalMs', milliseconds(env, 'SCRAPE_INTERVAL')),
    },
    remote: { ...remoteUrl(env, 'jaeger', 'JAEGER_URL'), ...remoteUrl(env, 'loki', 'LOKI_URL') },
    tryIt: { ...(gatewayUrl && { gatewayUrl }), ...(curl && { curl }) },
  }
}

function port(env: Env, name: string, standard: number): number {
  const text = env[name]
  if (!text) return standard
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new ConfigError(`${name}: expected a port from 0 (any) to 65535, got ${text}`)
}

function optionalPort(env: Env, name: string, standard: number): number | undefined {
  return env[name] === 'off' ? undefined : port(env, name, standard)
}

function count(env: Env, name: string): number | undefined {
  const text = env[name]
  if (!text) return undefined
  if (/^\d{1,15}$/.test(text) && Number(text) > 0) return Number(text)
  throw new ConfigError(`${name}: expected a whole number above 0, got ${text}`)
}

function remoteUrl(env: Env, what: 'jaeger' | 'loki', name: string) {
  const text = env[name]
  if (!text) return {}
  const protocol = URL.canParse(text) ? new URL(text).protocol : ''
  if (/^https?:$/.test(protocol)) return { [what]: text.replace(/\/+$/, '') }
  throw new ConfigError(`${name}: expected an address such as http://localhost:16686, got ${text}`)
}

/**
 * Reads `gateway=http://127.0.0.1:8090/metrics`, and more such targets behind spaces or commas.
 * Without a name, the host is the name.
 */
function scrapeTargets(text = ''): ScrapeTarget[] {
  return text.split(/[\s,]+/).flatMap((entry) => {
    if (entry === '') return []
    const [, name, address = entry] = /^([\w.-]+)=(.*)$/.exec(entry) ?? []
    const url = URL.canParse(address) ? new URL(address) : undefined
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new ConfigError(`SCRAPE_TARGETS: expected name=http://host:port/metrics, got ${entry}`)
    }
    if (url.pathname === '/') url.pathname = '/metrics'
    return [{ service: name ?? url.host, url: url.href }]
  })
}

function milliseconds(env: Env, name: string, least = 100): number | undefined {
  const text = env[name]
  if (!text) return undefined
  const ms = Number((parseGoDuration(text) ?? 0n) / 1_000_000n)
  if (ms >= least) return ms
  throw new ConfigError(
    `${name}: expected a duration of ${least}ms or more such as 5s, got ${text}`,
  )
}

function given<K extends string>(key: K, value: number | undefined): { [key in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: number })
}
