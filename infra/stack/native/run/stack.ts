import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { builtBinaries } from '../programs/binaries.ts'
import { type RealLoki, realLoki, standInLine } from '../programs/real-loki.ts'
import { jaegerLaunch } from './jaeger.ts'
import type { LogSide } from './log-side.ts'
import { lokiAndPromtail } from './loki-and-promtail.ts'
import { loopback, type StackPorts } from './ports.ts'
import { startPrograms, untilReady } from './programs.ts'
import { prometheusLaunch } from './prometheus.ts'
import { type ScrapeTargets, stackTargets, writePrometheusFolder } from './prometheus-folder.ts'
import { serveQuiesce } from './quiesce-server.ts'
import { standIn } from './stand-in.ts'

export interface StackOptions {
  ports: StackPorts
  /** The folder for data of Loki and Prometheus; it is made if it does not exist. */
  dir: string
  /** The folder whose log files are followed. */
  logDir: string
  /** What Prometheus scrapes. */
  targets: ScrapeTargets
  scrapeInterval?: string
  /** Further variables for the embedded backend where it stands in for Loki. */
  standInEnv?: Record<string, string>
  onLine?: (line: string) => void
  /** Progress of a build, when one is needed. */
  say?: (line: string) => void
  /** Aborting it ends a start that is under way, and stops all that has started. */
  signal?: AbortSignal | undefined
}

export interface StackUrls {
  query: string
  loki: string
  prometheus: string
  /** The embedded backend's page over the real Jaeger, where it stands in for Loki. */
  page?: string
  quiesce: string
}

export interface Stack {
  urls: StackUrls
  /** A line which says that the embedded Loki stands in, if it does. */
  note?: string
  /** By name: jaeger, prometheus, and those of the log side. */
  pids: Record<string, number>
  /** Resolves when Loki has every line that the log files have now. Spans need no waiting. */
  quiesce: () => Promise<void>
  /** Resolves when a part has ended that nobody stopped, with words that say which, and how. */
  broken: Promise<string>
  stop: () => Promise<void>
}

/**
 * Starts Jaeger, Prometheus, and where they exist Loki and Promtail, as processes of this machine.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, dir, logDir, say, signal } = options
  const loki = await realLoki()
  const built = await builtBinaries(['jaeger', 'prometheus'], { ...(say && { say }), signal })
  for (const folder of [dir, logDir]) mkdirSync(folder, { recursive: true })
  const logs = logSide(loki, options)
  const config = prometheusConfig(logs, options)
  const launches = [
    jaegerLaunch(built.jaeger, ports),
    ...logs.launches,
    prometheusLaunch({ path: built.prometheus, ports, dir, config }),
  ]

  await using stack = new AsyncDisposableStack()
  let quiet = true
  // Lines of the start matter only when it fails, and then they are in `tail`. When the programs
  // are stopped, each complains that the others are gone.
  const onLine = (line: string) => quiet || options.onLine?.(line)
  const { pids, broken, stop } = startPrograms(launches, onLine)
  stack.defer(() => {
    quiet = true
    return stop()
  })
  await untilReady({ launches, broken, signal })
  quiet = false
  const server = await serveQuiesce(logs.quiesce)
  stack.defer(server.close)
  const owned = stack.move()
  return {
    urls: { ...urlsOf(ports, loki), quiesce: server.url },
    ...('missing' in loki && { note: standInLine(loki.missing) }),
    pids,
    quiesce: logs.quiesce,
    broken,
    stop: () => owned.disposeAsync(),
  }
}

function logSide(loki: RealLoki, options: StackOptions): LogSide {
  if (!('missing' in loki)) return lokiAndPromtail(loki, options)
  const { standInEnv } = options
  return standIn({ ...options, ...(standInEnv && { env: standInEnv }) })
}

function prometheusConfig(logs: LogSide, options: StackOptions): string {
  const { ports, dir, targets, scrapeInterval = '15s' } = options
  return writePrometheusFolder({
    folder: join(dir, 'prometheus-config'),
    services: targets,
    stack: stackTargets(ports, logs),
    scrapeInterval,
  })
}

function urlsOf(ports: StackPorts, loki: RealLoki) {
  return {
    query: loopback(ports.query),
    loki: loopback(ports.loki),
    prometheus: loopback(ports.prometheus),
    ...('missing' in loki && { page: loopback(ports.page) }),
  }
}
