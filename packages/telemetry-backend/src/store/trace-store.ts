import type { Attributes, Span, Trace } from '@onetrace/spans'
import type { Counters } from '../counters.ts'
import type { Limits } from '../limits.ts'
import { LinkIndex } from './link-index.ts'
import { RecentIds } from './recent-ids.ts'
import { SpanIndex } from './span-index.ts'
import { estimateAttributes, estimateSpan } from './span-size.ts'

type TraceLimits = Pick<Limits, 'bytes' | 'traces' | 'evictedIds'>

interface Kept {
  /** Given out as it is, and grown in place, so that a search copies nothing. */
  trace: Trace
  index: SpanIndex
  resources: Set<Attributes>
  bytes: number
}

const traceOverhead = 500

/**
 * Keeps spans by trace, within limits. Whole traces leave, the one with the oldest activity first.
 * Later spans of a trace that has left are refused, since half a trace looks like broken
 * propagation.
 */
export class TraceStore {
  /** In the order of last activity: a Map iterates in insertion order. */
  readonly #traces = new Map<string, Kept>()
  readonly #evicted: RecentIds
  readonly #links = new LinkIndex()
  readonly #listeners = new Set<(traceId: string) => void>()
  readonly #limits: TraceLimits
  readonly #counters: Counters
  #bytes = 0
  #spans = 0

  constructor(limits: TraceLimits, counters: Counters) {
    this.#limits = limits
    this.#evicted = new RecentIds(limits.evictedIds)
    this.#counters = counters
  }

  get size(): { traces: number; spans: number; bytes: number } {
    return { traces: this.#traces.size, spans: this.#spans, bytes: this.#bytes }
  }

  /** Adds spans, and gives how many were refused because their trace had left already. */
  add(spans: Span[]): number {
    const changed = new Set<string>()
    this.#counters.spansReceived += spans.length
    let late = 0
    let kept: Kept | undefined
    for (const span of spans) {
      // In most exports the spans of one trace stand side by side.
      if (kept?.trace.traceId !== span.traceId) kept = this.#touch(span.traceId)
      if (!kept) late += 1
      else if (this.#keep(span, kept)) changed.add(span.traceId)
      else this.#counters.spansDuplicate += 1
    }
    this.#counters.spansLate += late
    this.#evictBeyondLimits()
    if (this.#listeners.size > 0) this.#tell(changed)
    return late
  }

  get(traceId: string): Trace | undefined {
    return this.#traces.get(traceId)?.trace
  }

  /** Whether the trace was here and had to leave, so that an answer can say so. */
  hasEvicted(traceId: string): boolean {
    return this.#evicted.has(traceId)
  }

  /** All traces, the one with the latest activity first. */
  *all(): Generator<Trace> {
    for (const { trace } of [...this.#traces.values()].reverse()) yield trace
  }

  /** Those with a span that links to one of this trace. */
  *linkingTo(traceId: string): Generator<Trace> {
    for (const id of this.#links.linkingTo(traceId)) {
      const trace = this.get(id)
      if (trace) yield trace
    }
  }

  onChange(listener: (traceId: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(changed: Set<string>): void {
    for (const traceId of changed) {
      if (this.#traces.has(traceId)) for (const tell of this.#listeners) tell(traceId)
    }
  }

  /** Makes the trace the one with the latest activity; undefined when it has left. */
  #touch(traceId: string): Kept | undefined {
    const known = this.#traces.get(traceId)
    if (known) this.#traces.delete(traceId)
    else if (this.#evicted.has(traceId)) return undefined
    const kept = known ?? this.#open(traceId)
    this.#traces.set(traceId, kept)
    return kept
  }

  /** Keeps the span, or gives false when the trace has it already. */
  #keep(span: Span, kept: Kept): boolean {
    if (!kept.index.add(span)) return false
    kept.trace.spans.push(span)
    this.#links.add(span)
    this.#spans += 1
    this.#grow(kept, estimateSpan(span))
    if (!kept.resources.has(span.resource)) {
      kept.resources.add(span.resource)
      this.#grow(kept, estimateAttributes(span.resource))
    }
    return true
  }

  #open(traceId: string): Kept {
    this.#bytes += traceOverhead
    const trace: Trace = { traceId, spans: [] }
    const index = new SpanIndex(trace.spans)
    return { trace, index, resources: new Set(), bytes: traceOverhead }
  }

  #grow(kept: Kept, bytes: number): void {
    kept.bytes += bytes
    this.#bytes += bytes
  }

  #evictBeyondLimits(): void {
    for (const [traceId, kept] of this.#traces) {
      if (this.#bytes <= this.#limits.bytes && this.#traces.size <= this.#limits.traces) return
      this.#traces.delete(traceId)
      this.#evicted.add(traceId)
      this.#links.remove(kept.trace)
      this.#bytes -= kept.bytes
      this.#spans -= kept.trace.spans.length
      this.#counters.tracesEvicted += 1
      this.#counters.spansEvicted += kept.trace.spans.length
    }
  }
}
