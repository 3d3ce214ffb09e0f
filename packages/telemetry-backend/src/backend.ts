import type { Trace } from '@onetrace/span-tree'
import { type Assembled, assemble } from './assemble.ts'
import { type Ports, portsOf, type Urls } from './doors.ts'
import type { Limits } from './limits.ts'
import type { About } from './query-server.ts'
import type { ScrapeOptions } from './scrape/start-scraping.ts'
import type { LogLine } from './store/log-store.ts'

export interface BackendOptions {
  host?: string
  /**
   * 0 is a port that the system chooses; 0 in place of all of them is that for OTLP, query and Loki.
   * The thrift doors stay closed without a port.
   */
  ports?: Ports | 0
  /** Every `*.log` in it is followed. It need not exist yet. */
  logDir?: string
  limits?: Partial<Limits>
  /** What the page offers to someone who has no trace yet. */
  tryIt?: About['tryIt']
  /** Whose `/metrics` are read, and how often (every 5 s), for the page's rates. */
  scrape?: ScrapeOptions
}

export interface Backend {
  urls: Urls
  /** The same doors by number. */
  ports: Ports
  /** The spans of it that have come so far; undefined before the first. */
  trace: (traceId: string) => Trace | undefined
  /** The one with the latest activity first. */
  traces: () => Trace[]
  /** All log lines, or those that name the trace, in the order in which they came. */
  logs: (traceId?: string) => LogLine[]
  /** Resolves when every log file is read up to its present end. */
  quiesce: () => Promise<void>
  close: () => Promise<void>
}

/** A backend in this process: a test's own, or one beside an application under development. */
export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const { urls, traces, logs, quiesce, close } = await assemble(options)
  return {
    urls: allOpen(urls),
    ports: portsOf(urls),
    trace: (traceId) => traces.get(traceId.toLowerCase()),
    traces: () => [...traces.all()],
    logs: (traceId) => [...logs.lines(traceId)],
    quiesce,
    close,
  }
}

function allOpen({ otlp, loki, ...urls }: Assembled['urls']): Urls {
  if (!otlp || !loki) throw new TypeError('expected the doors for spans and lines to be open')
  return { otlp, loki, ...urls }
}
