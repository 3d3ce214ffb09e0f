import type { LokiParts } from '@onetrace/loki'
import type { Span } from '@onetrace/spans'
import type { BackendOptions } from './backend-options.ts'
import { createCounters } from './counters.ts'
import { openDoors, type Urls } from './doors.ts'
import { listenGrpc } from './grpc/listen-grpc.ts'
import { createReadBody } from './http/body.ts'
import { BodyBudget } from './http/body-budget.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createLiveTraces } from './live/live-traces.ts'
import { followLogs } from './logs/log-follower.ts'
import { createLokiApi } from './loki/loki-api.ts'
import { MetricSenders } from './otlp/metric-senders.ts'
import { createOtlpReceiver } from './otlp/receiver.ts'
import { createSignals } from './otlp/signals.ts'
import { createQueryServer } from './query-server.ts'
import type { Refusals } from './refusal.ts'
import { createScraping } from './scrape/start-scraping.ts'
import { LogStore } from './store/log-store.ts'
import { withServiceName } from './store/service-name.ts'
import { TraceStore } from './store/trace-store.ts'
import { openThriftDoors } from './thrift/thrift-doors.ts'

export interface AssembleOptions extends BackendOptions {
  /**
   * Addresses of a real Jaeger or Loki. What one of them keeps is neither taken in nor kept here.
   */
  remote?: { jaeger?: string; loki?: string }
}

/**
 * The addresses of the open doors (listeners): spans and lines are taken in only where they are
 * kept.
 */
export type OpenUrls = Partial<Urls> & Pick<Urls, 'query'>

export interface Assembled {
  urls: OpenUrls
  remote: { jaeger?: string; loki?: string }
  traces: TraceStore
  logs: LogStore
  /** Reads every log file up to its present end. */
  quiesce: () => Promise<void>
  close: () => Promise<void>
}

type Parts = Awaited<ReturnType<typeof createParts>>

/** Puts everything together, with stores of its own or with a Jaeger and a Loki elsewhere. */
export async function assemble(options: AssembleOptions): Promise<Assembled> {
  const parts = await createParts(options)
  const { traces, logs, follower, doors } = parts
  const close = async () => {
    parts.elsewhere.jaeger?.feed.close()
    for (const part of [parts.live, parts.loki, parts.scraper]) part.close()
    await Promise.all([follower.close(), doors.close()])
  }
  try {
    const urls = await openAll(parts, options)
    parts.scraper.start()
    return { urls, remote: parts.remote, traces, logs, quiesce: follower.catchUp, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function createParts({ remote = {}, logDir, scrape = {}, ...options }: AssembleOptions) {
  const limits = { ...defaultLimits, ...options.limits }
  const counters = createCounters()
  const refusals: Refusals = {}
  const traces = new TraceStore(limits, counters)
  const logs = new LogStore(limits.logBytes, counters)
  const readBody = createReadBody(
    new BodyBudget(limits.bodiesBytes, () => {
      counters.bodiesRefused += 1
    }),
  )
  const lines: LokiParts = {
    store: logs,
    limits,
    lossAdvice: 'BACKEND_MAX_LOG_BYTES says how much is kept',
    onPush: ({ taken, refused }) => {
      counters.logLinesPushed += taken
      counters.logLinesRefused += refused
    },
  }
  const elsewhere = await connect(remote, { logs, counters })
  const scraper = await createScraping(scrape, {
    counters,
    // With a Jaeger elsewhere, it would take a request for each trace to know this.
    isHeld: (traceId) => Boolean(elsewhere.jaeger) || traces.get(traceId) !== undefined,
  })
  return {
    limits,
    counters,
    refusals,
    traces,
    logs,
    readBody,
    remote,
    elsewhere,
    live: createLiveTraces(elsewhere.jaeger?.feed ?? traces, counters),
    follower: followLogs({ dir: elsewhere.loki ? undefined : logDir, store: logs, counters }),
    lines,
    loki: createLokiApi({ ...lines, readBody }),
    scraper,
    metricSenders: new MetricSenders(),
    doors: openDoors(options),
  }
}

/** The code for a Jaeger or a Loki elsewhere is loaded only where one of them is named. */
async function connect(
  { jaeger, loki }: NonNullable<AssembleOptions['remote']>,
  parts: Pick<Assembled, 'logs'> & { counters: ReturnType<typeof createCounters> },
) {
  if (!jaeger && !loki) return {}
  const { connectJaeger, connectLoki } = await import('./remote/remotes.ts')
  return {
    jaeger: jaeger ? connectJaeger(jaeger, parts) : undefined,
    loki: loki ? connectLoki(loki) : undefined,
  }
}

async function openAll(parts: Parts, { tryIt = {} }: AssembleOptions): Promise<OpenUrls> {
  const { doors, elsewhere, loki } = parts
  const lokiUrl = elsewhere.loki ? undefined : await doors.open('loki', loki.all, loki.tail)
  const spansIn: Partial<Urls> = elsewhere.jaeger ? {} : await openSpanDoors(parts)
  const query = await doors.open(
    'query',
    createQueryServer({
      ...parts,
      tryIt,
      jaeger: elsewhere.jaeger,
      loki: elsewhere.loki?.api ?? loki.queries,
      lokiUrl: lokiUrl ?? parts.remote.loki ?? '',
      otlpUrl: spansIn.otlp,
      quiesce: parts.follower.catchUp,
    }),
    elsewhere.loki?.tail ?? loki.tail,
  )
  return { ...spansIn, query, ...(lokiUrl && { loki: lokiUrl }) }
}

async function openSpanDoors(parts: Parts) {
  const { doors, counters, refusals, readBody, limits, traces, elsewhere, lines, metricSenders } =
    parts
  const maxBodyBytes = limits.bodyBytes
  const addSpans = (spans: Span[]) => traces.add(spans.map(withServiceName))
  const kept = elsewhere.loki ? undefined : lines
  const signals = createSignals({ addSpans, lines: kept, metricSenders, counters, refusals })
  const otlp = await doors.open('otlp', createOtlpReceiver({ signals, readBody, maxBodyBytes }))
  const grpc = doors.wants('otlpGrpc') && {
    otlpGrpc: await doors.openWith('otlpGrpc', (reason) =>
      listenGrpc({ ...reason, signals, ...grpcBounds(limits) }),
    ),
  }
  const receiver = { addSpans, counters, refusals, readBody, maxBodyBytes }
  return { otlp, ...grpc, ...(await openThriftDoors(doors, receiver)) }
}

/** Messages being read may take half of what all bodies under way may: each as sent and unzipped. */
function grpcBounds({ grpcBytes, bodiesBytes }: Limits) {
  return {
    maxMessageBytes: grpcBytes,
    maxReading: Math.max(1, Math.floor(bodiesBytes / (4 * grpcBytes))),
  }
}
