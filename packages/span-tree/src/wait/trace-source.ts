import type { Trace } from '@onetrace/spans'

/** Where a trace is looked for, such as a receiver in this process. */
export interface TraceSource {
  trace(traceId: string, signal: AbortSignal): Trace | undefined | Promise<Trace | undefined>
  /** Why exports were refused, for the message when nothing arrives. */
  refused?: readonly string[]
}
