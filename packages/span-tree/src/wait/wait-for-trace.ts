import { type Trace, toTraceId } from '@onetrace/spans'
import { fetchTrace, JaegerError } from '@onetrace/spans/jaeger'
import { compareSpanTree } from '../compare.ts'
import type { Contract } from '../text/contract.ts'
import { parseSpanTree } from '../text/parse.ts'
import { type Quiesce, quiesceAll } from './quiesce.ts'
import type { TraceSource } from './trace-source.ts'
import { type Seen, TraceWaitError } from './wait-error.ts'

export interface WaitOptions {
  /** Either a source or the URL of Jaeger's query API. */
  source?: TraceSource
  url?: string
  /** The contract that the trace is waited to satisfy. */
  until?: string
  /** They answer when no more spans are on their way; all are asked first, in this order. */
  quiesce?: readonly Quiesce[]
  /** The default is 10 seconds. */
  deadlineMs?: number
  /** A trace is complete when no span has come for this time; by default half a second. */
  settleMs?: number
}

/**
 * Gives the trace as soon as it can be judged. After `quiesce`, the trace is complete as it is
 * found. If it does not match `until`, it gets half a second more, for a backend that stores later
 * than it answers, and is then returned, so that the test can fail on it. Without `quiesce`, the
 * trace is complete when it matches `until` and no span has come for a while. At the deadline it
 * throws a TraceWaitError, which shows what did arrive.
 */
export async function waitForTrace(id: string, options: WaitOptions): Promise<Trace> {
  const traceId = toTraceId(id)
  const { deadlineMs = 10_000, settleMs = 500, quiesce = [] } = options
  const contract = options.until === undefined ? undefined : parseSpanTree(options.until)
  const source = options.source ?? jaegerAt(options.url)
  const signal = AbortSignal.timeout(deadlineMs)
  const seen: Seen = { traceId, deadlineMs, spans: 0, since: performance.now(), source, contract }
  await quiesceAll(quiesce, signal).catch(async (error) => {
    seen.trace = await source.trace(traceId, AbortSignal.timeout(1_000))
    throw new TraceWaitError(seen, error)
  })
  const isComplete = (trace: Trace, quiet: boolean) =>
    quiesce.length > 0
      ? quiet || !contract || holds(contract, trace)
      : quiet && (!contract || holds(contract, trace))
  for (let pause = 10; !signal.aborted; pause = Math.min(pause * 1.5, 200)) {
    const trace = await look(seen, signal)
    if (trace && isComplete(trace, performance.now() - seen.since >= settleMs)) return trace
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  throw new TraceWaitError(seen)
}

function jaegerAt(url: string | undefined): TraceSource {
  if (url === undefined) throw new TypeError('expected a source or a url to find the trace at')
  return {
    async trace(traceId, signal) {
      try {
        return await fetchTrace({ url, traceId, signal })
      } catch (error) {
        if (signal.aborted) return undefined
        if (error instanceof JaegerError && error.reason === 'not-found') return undefined
        throw error
      }
    },
  }
}

async function look(seen: Seen, signal: AbortSignal): Promise<Trace | undefined> {
  const trace = await seen.source.trace(seen.traceId, signal)
  if (!trace) return seen.trace
  if (trace.spans.length !== seen.spans) {
    seen.spans = trace.spans.length
    seen.since = performance.now()
  }
  seen.trace = trace
  return trace
}

function holds(contract: Contract, trace: Trace): boolean {
  return compareSpanTree(contract, trace).findings.length === 0
}
