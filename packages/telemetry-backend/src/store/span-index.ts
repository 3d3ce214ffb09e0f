import { isRepeat, type Span } from '@onetrace/spans'

/** Up to this size, a search through the list is as fast as a Map, and most traces are smaller. */
const listed = 16

/**
 * Knows which spans a trace has. A retried export brings the very same span again, which is
 * dropped. Two different spans with one id are a defect, and are both kept, so that the reader sees
 * it.
 */
export class SpanIndex {
  readonly #spans: readonly Span[]
  #byId: Map<string, Span[]> | undefined

  /** Its owner appends each span that was added here to `spans`. */
  constructor(spans: readonly Span[]) {
    this.#spans = spans
  }

  /** Adds a span, or gives false when the trace has it already. */
  add(span: Span): boolean {
    if (this.#has(span)) return false
    if (this.#byId) this.#remember(span, this.#byId)
    else if (this.#spans.length >= listed) this.#build(span)
    return true
  }

  #has(span: Span): boolean {
    const among = this.#byId ? (this.#byId.get(span.spanId) ?? []) : this.#spans
    for (const known of among) if (isRepeat(known, span)) return true
    return false
  }

  #build(added: Span): void {
    const byId = new Map<string, Span[]>()
    for (const span of [...this.#spans, added]) this.#remember(span, byId)
    this.#byId = byId
  }

  #remember(span: Span, byId: Map<string, Span[]>): void {
    const known = byId.get(span.spanId)
    if (known) known.push(span)
    else byId.set(span.spanId, [span])
  }
}
