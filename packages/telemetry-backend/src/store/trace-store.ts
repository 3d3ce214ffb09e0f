import type { Attributes, Span, Trace } from '@onetrace/span-tree'
import type { Counters } from '../counters.ts'
import type { Limits } from '../limits.ts'
import { RecentIds } from './recent-ids.ts'
import { SpanIndex } from './span-index.ts'
import { estimateAttributes, estimateSpan } from './span-size.ts'

type TraceLimits = Pick<Limits, 'bytes' | 'traces' | 'evictedIds'>

interface Kept {
  /** Handed out as it is, and grown in place: a search copies nothing. */
  trace: Trace
  index: SpanIndex
  resources: Set<Attributes>
  bytes: number
}

const traceOverhead = 500

/**
 * Spans by trace, bounded. Whole traces leave, the one with the oldest activity first, and a trace
 * that has left stays away: half a trace would look like broken propagation.
 */
export class TraceStore {
  /** In the order of last activity: a Map iterates in insertion order. */
  readonly #traces = new Map<string, Kept>()
  readonly #evicted: RecentIds
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

  /** How many were refused because their trace had left before they came. */
  add(spans: Span[]): number {
    const changed = new Set<string>()
    const lateBefore = this.#counters.spansLate
    for (const span of spans) {
      this.#counters.spansReceived += 1
      if (this.#evicted.has(span.traceId)) this.#counters.spansLate += 1
      else if (this.#keep(span)) changed.add(span.traceId)
      else this.#counters.spansDuplicate += 1
    }
    this.#evictBeyondLimits()
    for (const traceId of changed) {
      if (this.#traces.has(traceId)) for (const tell of this.#listeners) tell(traceId)
    }
    return this.#counters.spansLate - lateBefore
  }

  get(traceId: string): Trace | undefined {
    return this.#traces.get(traceId)?.trace
  }

  /** Whether it was here and had to go, so that an answer can say so. */
  hasEvicted(traceId: string): boolean {
    return this.#evicted.has(traceId)
  }

  /** The latest activity first. */
  *all(): Generator<Trace> {
    for (const { trace } of [...this.#traces.values()].reverse()) yield trace
  }

  onChange(listener: (traceId: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** False when the trace holds this span already. */
  #keep(span: Span): boolean {
    const kept = this.#traces.get(span.traceId) ?? this.#open(span.traceId)
    if (!kept.index.add(span)) return false
    kept.trace.spans.push(span)
    this.#spans += 1
    this.#grow(kept, estimateSpan(span))
    if (!kept.resources.has(span.resource)) {
      kept.resources.add(span.resource)
      this.#grow(kept, estimateAttributes(span.resource))
    }
    this.#traces.delete(span.traceId)
    this.#traces.set(span.traceId, kept)
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
      this.#bytes -= kept.bytes
      this.#spans -= kept.trace.spans.length
      this.#counters.tracesEvicted += 1
      this.#counters.spansEvicted += kept.trace.spans.length
    }
  }
}
