import { type Context, TraceFlags } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type Span,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'
import type { BatchSettings } from './settings.ts'
import type { SpanCounts } from './span-counts.ts'

export interface SpanPipelineOptions {
  exporter: SpanExporter
  batch: BatchSettings
  counts: SpanCounts
  onLoss: (loss: { count: number; cause: unknown }) => void
}

/**
 * A batch span processor that loses nothing quietly: what does not fit into the queue is counted
 * as dropped, what the exporter refuses as failed.
 *
 * The stock processor drops in silence (a debug line), and its `forceFlush` resolves while a batch
 * that its timer has sent is still on the way; here it waits for that batch too.
 */
export class SpanPipeline implements SpanProcessor {
  readonly #batches: BatchSpanProcessor
  readonly #underWay = new Set<Promise<void>>()
  readonly #options: SpanPipelineOptions
  #queued = 0

  constructor(options: SpanPipelineOptions) {
    this.#options = options
    this.#batches = new BatchSpanProcessor({ exporter: this.#counting(), ...options.batch })
  }

  onStart(span: Span, parent: Context): void {
    this.#batches.onStart(span, parent)
  }

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return
    if (this.#queued < this.#options.batch.maxQueueSize) {
      this.#queued += 1
      this.#batches.onEnd(span)
    } else this.#drop()
  }

  /** Never rejects: a failed export has been counted and reported already. */
  async forceFlush(): Promise<void> {
    await this.#batches.forceFlush().catch(() => {})
    await Promise.all(this.#underWay)
  }

  async shutdown(): Promise<void> {
    await this.#batches.shutdown().catch(() => {})
    await Promise.all(this.#underWay)
  }

  #drop(): void {
    this.#options.counts.dropped += 1
    this.#options.onLoss({ count: 1, cause: 'the queue is full' })
  }

  #counting(): SpanExporter {
    const { exporter } = this.#options
    return {
      export: (spans, done) => this.#export(spans, done),
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    }
  }

  #export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#queued -= spans.length
    const sending = new Promise<void>((settled) => {
      this.#options.exporter.export(spans, (result) => {
        this.#count(spans.length, result)
        done(result)
        settled()
      })
    })
    this.#underWay.add(sending)
    sending.finally(() => this.#underWay.delete(sending))
  }

  #count(spans: number, { code, error }: ExportResult): void {
    const { counts, onLoss } = this.#options
    if (code === ExportResultCode.SUCCESS) {
      counts.exported += spans
      return
    }
    counts.failed += spans
    onLoss({ count: spans, cause: error })
  }
}
