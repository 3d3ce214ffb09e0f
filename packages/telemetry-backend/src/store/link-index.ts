import type { Span, Trace } from '@onetrace/spans'

/**
 * Which traces link to a trace: spans hold only the links that leave them. It grows and shrinks with
 * the spans that are held, whose size counts their links.
 */
export class LinkIndex {
  /** By the trace that is linked to. It may not be here, be gone or come later. */
  readonly #linking = new Map<string, Set<string>>()

  add({ traceId, links }: Span): void {
    for (const link of links) {
      const known = this.#linking.get(link.traceId)
      if (known) known.add(traceId)
      else this.#linking.set(link.traceId, new Set([traceId]))
    }
  }

  /** A trace leaves as a whole. */
  remove({ traceId, spans }: Trace): void {
    for (const { links } of spans) {
      for (const link of links) {
        const known = this.#linking.get(link.traceId)
        known?.delete(traceId)
        if (known?.size === 0) this.#linking.delete(link.traceId)
      }
    }
  }

  linkingTo(traceId: string): Iterable<string> {
    return this.#linking.get(traceId) ?? []
  }

  /** How many traces are linked to. */
  get size(): number {
    return this.#linking.size
  }
}
