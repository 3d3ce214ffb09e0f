import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expectText, type RunningProcess, until } from '@onetrace/processes'
import { binariesOf, serverNames } from './binaries.ts'
import { lineCounter, readPositions } from './line-counts.ts'
import { loopback, type StackPorts } from './ports.ts'
import { startProgram } from './program.ts'
import { type Launch, launchesOf, positionsFile, type ServerName } from './programs.ts'
import { type ScrapeTargets, writePrometheusFolder } from './prometheus-folder.ts'
import { fetchProgress, untilSettled } from './promtail-progress.ts'
import { serveQuiesce } from './quiesce-server.ts'

export interface StackOptions {
  ports: StackPorts
  /** Data of Loki and Prometheus; made when it is not there yet. */
  dir: string
  /** Promtail follows its `*.log` and `*.json`. */
  logDir: string
  /** What Prometheus scrapes. */
  targets: ScrapeTargets
  scrapeInterval?: string
  onLine?: (line: string) => void
  /** Progress of a build, when one is needed. */
  say?: (line: string) => void
  /** Aborting ends a start that is under way, and takes down what had started. */
  signal?: AbortSignal | undefined
}

export interface Stack {
  urls: { query: string; loki: string; promtail: string; prometheus: string; quiesce: string }
  pids: Record<ServerName, number>
  /** Resolves when Loki has every line that the log files have now. Spans need no waiting. */
  quiesce: () => Promise<void>
  /** Resolves when a part has ended that nobody stopped, saying which and how. */
  broken: Promise<string>
  stop: () => Promise<void>
}

const readyMs = 30_000
/** After SIGTERM; a fleet ends within three seconds of Ctrl-C. */
const graceMs = 1500

/** Real Jaeger, Loki, Promtail and Prometheus, as processes of this machine. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, dir, logDir, targets, scrapeInterval = '15s', say, signal } = options
  const binaries = await binariesOf(serverNames, { ...(say && { say }), signal })
  for (const folder of [dir, logDir]) mkdirSync(folder, { recursive: true })
  const prometheusConfig = writePrometheusFolder({
    folder: join(dir, 'prometheus-config'),
    ports,
    targets,
    scrapeInterval,
  })
  const countLines = lineCounter(logDir, readPositions(positionsFile(dir)))
  const promtail = loopback(ports.promtail)
  const quiesce = () => untilSettled({ countLines, progress: () => fetchProgress(promtail) })

  await using stack = new AsyncDisposableStack()
  const launches = launchesOf({ ports, dir, logDir, prometheusConfig })
  let quiet = true
  // What they say while they start and find each other matters when they do not: it is in `tail`.
  // And when they are stopped, each complains that the others are gone.
  const onLine = (line: string) => quiet || options.onLine?.(line)
  const { programs, stop } = launchAll({ launches, binaries, onLine })
  stack.defer(() => {
    quiet = true
    return stop(graceMs)
  })
  const broken = Promise.race(programs.map((program) => program.broken))
  await untilReady({ launches, broken, signal })
  quiet = false
  const server = await serveQuiesce(quiesce)
  stack.defer(server.close)
  const owned = stack.move()
  return {
    urls: {
      query: loopback(ports.query),
      loki: loopback(ports.loki),
      promtail,
      prometheus: loopback(ports.prometheus),
      quiesce: server.url,
    },
    pids: Object.fromEntries(programs.map(({ name, pid }) => [name, pid])) as Stack['pids'],
    quiesce,
    broken,
    stop: () => owned.disposeAsync(),
  }
}

interface LaunchAll {
  launches: Record<ServerName, Launch>
  binaries: Record<ServerName, string>
  onLine: (line: string) => void
}

function launchAll({ launches, binaries, onLine }: LaunchAll) {
  const run = (name: ServerName): RunningProcess => {
    const { args, env } = launches[name]
    return startProgram({
      name,
      path: binaries[name],
      args,
      env,
      onLine: (line) => onLine(`${name}: ${line}`),
    })
  }
  const programs = serverNames.map(run)
  async function stop(graceMs: number): Promise<void> {
    const of = (wanted: ServerName) => programs.filter(({ name }) => name === wanted)
    // First, since it sends its last lines to Loki.
    await Promise.all(of('promtail').map((program) => program.stop(graceMs)))
    await Promise.all(programs.map((program) => program.stop(graceMs)))
  }
  return { programs, stop }
}

interface ReadyOptions {
  launches: Record<ServerName, Launch>
  broken: Promise<string>
  signal: AbortSignal | undefined
}

/** Resolves when all answer; rejects at once when one has ended. */
async function untilReady({ launches, broken, signal }: ReadyOptions): Promise<void> {
  const over = new AbortController()
  broken.then((why) => over.abort(new Error(`the stack did not start: ${why}`)))
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal
  const wait = ([name, { readyUrl }]: [string, Launch]) =>
    until(() => expectText(readyUrl), {
      what: `${name} to be ready`,
      deadlineMs: readyMs,
      signal: either,
    })
  await Promise.all(Object.entries(launches).map(wait))
}
