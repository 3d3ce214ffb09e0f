/**
 * What became of this process's spans. The logger and the metrics read it; with no SDK loaded it
 * stays at zero. It is state of the module on purpose: the register file runs before anything could
 * give it an object.
 */
export interface SpanCounts {
  exported: number
  failed: number
  dropped: number
}

export const spanCounts: SpanCounts = { exported: 0, failed: 0, dropped: 0 }
