import { isRepeat, type Span } from '@onetrace/spans'

/** Up to here looking through the list is as fast as a Map, and most traces need no more. */
const listed = 16

/**
 * Which spans a trace has. A retried export repeats a span to the letter; two different spans under
 * one id are a defect that the reader wants to see, both of them.
 */
export class SpanIndex {
  readonly #spans: readonly Span[]
  #byId: Map<string, Span[]> | undefined

  /** `spans` grows elsewhere, by each span that was added here. */
  constructor(spans: readonly Span[]) {
    this.#spans = spans
  }

  /** False when it is there already. */
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
