import type { Trace } from '@onetrace/spans'
import { compareSpanTree } from '../compare.ts'
import { printDifference } from '../difference.ts'
import type { Contract } from '../text/contract.ts'
import { printTrace } from '../text/print-trace.ts'
import type { TraceSource } from './trace-source.ts'

/** What a wait knows of its trace so far. */
export interface Seen {
  traceId: string
  deadlineMs: number
  source: TraceSource
  contract: Contract | undefined
  trace?: Trace | undefined
  spans: number
  /** When the number of spans last changed. */
  since: number
}

/** A trace did not become complete; the message shows what did arrive. */
export class TraceWaitError extends Error {
  override name = 'TraceWaitError'
  readonly trace: Trace | undefined

  constructor(seen: Seen, cause?: unknown) {
    super(`${problemOf(seen, cause)}\n\n${arrivalsOf(seen)}`, { cause })
    this.trace = seen.trace
  }
}

function problemOf({ traceId, deadlineMs, trace, contract, since }: Seen, cause: unknown): string {
  const within = `within ${deadlineMs} ms`
  if (cause !== undefined) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return `trace ${traceId} could not be waited for: ${why}`
  }
  if (!trace) return `no span of trace ${traceId} arrived ${within}`
  if (contract && compareSpanTree(contract, trace).findings.length > 0) {
    return `trace ${traceId} did not become what it was waited for ${within}`
  }
  const ago = Math.round(performance.now() - since)
  return `trace ${traceId} was not complete ${within}: its last span came ${ago} ms ago`
}

function arrivalsOf({ trace, contract, source }: Seen): string {
  const refused = (source.refused ?? []).slice(-5).map((why) => `\nrefused: ${why}`)
  if (!trace) return `Nothing of it arrived.${refused.join('')}`
  const comparison = contract && compareSpanTree(contract, trace)
  const picture =
    comparison && comparison.findings.length > 0
      ? printDifference(comparison)
      : `What did arrive:\n\n${printTrace(trace, { comments: true })}`
  return picture + refused.join('')
}
