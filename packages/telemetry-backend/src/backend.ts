import type { Span } from '@onetrace/span-tree'
import { createCounters } from './counters.ts'
import { openDoors, type Ports, portsOf, type Urls } from './doors.ts'
import { createReadBody } from './http/body.ts'
import { BodyBudget } from './http/body-budget.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createLiveTraces } from './live/live-traces.ts'
import { followLogs } from './logs/log-follower.ts'
import { createLokiApi } from './loki/loki-api.ts'
import { createOtlpReceiver } from './otlp/receiver.ts'
import { type About, createQueryServer } from './query-server.ts'
import { createScraper, type ScrapeTarget } from './scrape/scraper.ts'
import { LogStore } from './store/log-store.ts'
import { withServiceName } from './store/service-name.ts'
import { TraceStore } from './store/trace-store.ts'
import { openThriftDoors } from './thrift/thrift-doors.ts'

export interface BackendOptions {
  host?: string
  /** 0 is a port that the system chooses. The thrift doors stay closed without a port. */
  ports?: Ports
  /** Every `*.log` in it is followed. It need not exist yet. */
  logDir?: string
  limits?: Partial<Limits>
  /** What the page offers to someone who has no trace yet. */
  tryIt?: About['tryIt']
  /** Whose `/metrics` are read, and how often (every 5 s), for the page's rates. */
  scrape?: { targets?: ScrapeTarget[]; intervalMs?: number }
}

export interface Backend {
  urls: Urls
  /** The same doors by number. */
  ports: Ports
  close(): Promise<void>
}

export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const limits = { ...defaultLimits, ...options.limits }
  const counters = createCounters()
  const traces = new TraceStore(limits, counters)
  const logs = new LogStore(limits.logBytes, counters)
  const live = createLiveTraces(traces, counters)
  const follower = followLogs({ dir: options.logDir, store: logs, counters })
  const budget = new BodyBudget(limits.bodiesBytes, () => {
    counters.bodiesRefused += 1
  })
  const readBody = createReadBody(budget)
  const loki = createLokiApi({ store: logs, counters, readBody, limits })
  const scraper = createScraper({
    targets: [],
    intervalMs: 5000,
    ...options.scrape,
    counters,
    isHeld: (traceId) => traces.get(traceId) !== undefined,
  })
  const doors = openDoors(options)
  const close = async () => {
    live.close()
    loki.close()
    scraper.close()
    await Promise.all([follower.close(), doors.close()])
  }

  try {
    const lokiUrl = await doors.open('loki', loki.all, loki.tail)
    const receiver = {
      counters,
      readBody,
      maxBodyBytes: limits.bodyBytes,
      addSpans: (spans: Span[]) => traces.add(spans.map(withServiceName)),
    }
    const otlp = await doors.open('otlp', createOtlpReceiver(receiver))
    const thrift = await openThriftDoors(doors, receiver)
    const query = await doors.open(
      'query',
      createQueryServer({
        tryIt: options.tryIt ?? {},
        limits,
        traces,
        logs,
        counters,
        readBody,
        live,
        scraper,
        loki: loki.queries,
        lokiUrl,
        quiesce: follower.catchUp,
      }),
      loki.tail,
    )
    scraper.start()
    const urls = { otlp, query, loki: lokiUrl, ...thrift }
    return { urls, ports: portsOf(urls), close }
  } catch (error) {
    await close()
    throw error
  }
}
