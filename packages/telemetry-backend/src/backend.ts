import type { Trace } from '@onetrace/spans'
import { type Assembled, assemble } from './assemble.ts'
import type { BackendOptions } from './backend-options.ts'
import { type Ports, portsOf, type Urls } from './doors.ts'
import type { LogLine } from './store/log-store.ts'

export interface Backend {
  urls: Urls
  /** The numbers of the same ports. */
  ports: Ports
  /** The spans of this trace that have come so far; undefined before the first. */
  trace: (traceId: string) => Trace | undefined
  /** All traces, the one with the latest activity first. */
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
