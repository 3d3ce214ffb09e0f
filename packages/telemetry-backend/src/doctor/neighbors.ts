import type { Trace } from '@onetrace/spans'
import { startOf } from '../jaeger/search.ts'

const second = 1_000_000_000n
/**
 * When the context was lost on a call, the other trace began within the time of the call, or a
 * little beside it, as clocks differ.
 */
const around = 2n * second
/** The traces of the minutes before show what is usual. */
const before = 900n * second
const mostBefore = 50
/**
 * The most spans in all traces. A trace that is too large is left out, so that others still fit.
 */
const mostSpans = 4000

export interface Stretch {
  start: bigint
  end: bigint
}

export function stretchOf(trace: Trace): Stretch {
  const start = startOf(trace)
  const end = trace.spans.reduce((end, span) => (span.endTime > end ? span.endTime : end), start)
  return { start, end }
}

/**
 * The traces of the same time, then the latest of the minutes before. Limits keep the doctor fast.
 */
export function neighborsOf(trace: Trace, traces: Iterable<Trace>): Trace[] {
  const { start, end } = stretchOf(trace)
  const near: Trace[] = []
  const earlier: { trace: Trace; at: bigint }[] = []
  for (const other of traces) {
    if (other === trace) continue
    const at = startOf(other)
    if (at >= start - around && at <= end + around) near.push(other)
    else if (at < start && at >= start - before) earlier.push({ trace: other, at })
  }
  earlier.sort((a, b) => (a.at < b.at ? 1 : -1))
  return withinSpans([...near, ...earlier.slice(0, mostBefore).map(({ trace }) => trace)])
}

function withinSpans(traces: Trace[]): Trace[] {
  let spans = 0
  return traces.filter((trace) => {
    if (spans + trace.spans.length > mostSpans) return false
    spans += trace.spans.length
    return true
  })
}
