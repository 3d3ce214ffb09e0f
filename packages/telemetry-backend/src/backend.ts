import { createCounters } from './counters.ts'
import { type Listener, type ListenOptions, listen } from './http/listen.ts'
import { createLiveTraces } from './live/live-traces.ts'
import { followLogs } from './logs/log-follower.ts'
import { createLokiServer, lokiRoutes } from './loki/loki-routes.ts'
import { createOtlpReceiver } from './otlp/receiver.ts'
import { type About, createQueryServer } from './query-server.ts'
import { LogStore } from './store/log-store.ts'
import { TraceStore } from './store/trace-store.ts'

export interface BackendOptions {
  host?: string
  /** 0 is a port that the system chooses. */
  ports?: { otlp?: number; query?: number; loki?: number }
  /** Every `*.log` in it is followed. It need not exist yet. */
  logDir?: string
  limits?: Partial<About['limits']>
  /** What the page offers to someone who has no trace yet. */
  tryIt?: About['tryIt']
}

export interface Backend {
  urls: { otlp: string; query: string; loki: string }
  close(): Promise<void>
}

const megabyte = 1024 * 1024
const defaultLimits = { bytes: 128 * megabyte, traces: 20_000, logBytes: 64 * megabyte }

export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const limits = { ...defaultLimits, ...options.limits }
  const counters = createCounters()
  const traces = new TraceStore(limits, counters)
  const logs = new LogStore(limits.logBytes, counters)
  const live = createLiveTraces(traces, counters)
  const follower = followLogs({ dir: options.logDir, store: logs, counters })
  const doors = openDoors(options)
  const close = async () => {
    live.close()
    await Promise.all([follower.close(), doors.close()])
  }

  try {
    const loki = await doors.open('loki', createLokiServer(logs))
    const otlp = await doors.open(
      'otlp',
      createOtlpReceiver({ counters, addSpans: (spans) => traces.add(spans) }),
    )
    const query = await doors.open(
      'query',
      createQueryServer({
        tryIt: options.tryIt ?? {},
        limits,
        traces,
        logs,
        counters,
        live,
        lokiRoutes: lokiRoutes(logs),
        lokiUrl: loki,
        quiesce: follower.catchUp,
      }),
    )
    return { urls: { otlp, query, loki }, close }
  } catch (error) {
    await close()
    throw error
  }
}

const purposes = {
  otlp: { port: 4318, purpose: 'spans in, OTLP/HTTP', variable: 'OTLP_PORT' },
  query: { port: 16686, purpose: 'the page and the Jaeger API', variable: 'JAEGER_QUERY_PORT' },
  loki: { port: 3100, purpose: 'the Loki API', variable: 'LOKI_PORT' },
}

function openDoors({ host = '127.0.0.1', ports = {} }: BackendOptions) {
  const listeners: Listener[] = []
  return {
    async open(door: keyof typeof purposes, answer: ListenOptions['answer']): Promise<string> {
      const { port, ...reason } = purposes[door]
      const listener = await listen({ host, port: ports[door] ?? port, ...reason, answer })
      listeners.push(listener)
      return listener.url
    },
    async close(): Promise<void> {
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
}
