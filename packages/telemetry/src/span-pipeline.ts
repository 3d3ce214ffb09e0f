import { type Context, TraceFlags } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type Span,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'
import { type BatchSettings, longestTimer } from './settings.ts'
import type { SpanCounts } from './span-counts.ts'

export interface SpanPipelineOptions {
  exporter: SpanExporter
  batch: BatchSettings
  counts: SpanCounts
  /** Splits a batch into parts that are exported one after the other; each may fail for itself. */
  parts?: (spans: ReadableSpan[]) => ReadableSpan[][]
  onLoss: (loss: { count: number; cause: unknown }) => void
}

/**
 * A batch span processor that counts what it loses: what does not fit into the queue as dropped,
 * and what the exporter refuses as failed.
 *
 * The stock processor drops spans without telling (it writes a debug line), and its `forceFlush`
 * resolves while a batch that its timer has sent is still on the way. Here it waits for that batch
 * too.
 */
export class SpanPipeline implements SpanProcessor {
  readonly #batches: BatchSpanProcessor
  readonly #underWay = new Set<Promise<void>>()
  readonly #options: SpanPipelineOptions
  #queued = 0
  #stopped = false

  constructor(options: SpanPipelineOptions) {
    this.#options = options
    this.#batches = new BatchSpanProcessor({
      ...options.batch,
      exportTimeoutMillis: longestTimer, // the time limit is kept here
      exporter: this.#counting(),
    })
  }

  onStart(span: Span, parent: Context): void {
    this.#batches.onStart(span, parent)
  }

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return
    if (this.#stopped) this.#drop('telemetry has been shut down')
    else if (this.#queued >= this.#options.batch.maxQueueSize) this.#drop('the queue is full')
    else this.#enqueue(span)
  }

  /** Never rejects: a failed export has been counted and reported already. */
  async forceFlush(): Promise<void> {
    await this.#batches.forceFlush()
    await Promise.all(this.#underWay)
  }

  async shutdown(): Promise<void> {
    this.#stopped = true
    await this.#batches.shutdown().catch(() => {})
    await Promise.all(this.#underWay)
  }

  #enqueue(span: ReadableSpan): void {
    this.#queued += 1
    this.#batches.onEnd(span)
  }

  #drop(cause: string): void {
    this.#options.counts.dropped += 1
    this.#options.onLoss({ count: 1, cause })
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
    const sending = this.#sendParts(spans).then(() => {
      this.#underWay.delete(sending)
      // It is always a success here: the stock processor would write each failure to the log again.
      done({ code: ExportResultCode.SUCCESS })
    })
    this.#underWay.add(sending)
  }

  /** All parts together have the time of one export. */
  async #sendParts(spans: ReadableSpan[]): Promise<void> {
    const { batch, parts = (all) => [all] } = this.#options
    const end = performance.now() + batch.exportTimeoutMillis
    for (const part of parts(spans)) {
      this.#count(part.length, await this.#send(part, end - performance.now()))
    }
  }

  /** Also resolves when the exporter throws, or does not answer in time. */
  #send(spans: ReadableSpan[], withinMs: number): Promise<ExportResult> {
    const { exporter, batch } = this.#options
    return new Promise((resolve) => {
      const fail = (error: Error) => resolve({ code: ExportResultCode.FAILED, error })
      const late = new Error(`no answer within ${batch.exportTimeoutMillis} ms`)
      if (withinMs <= 0) {
        fail(late)
        return
      }
      const deadline = setTimeout(() => fail(late), withinMs)
      const answered = (result: ExportResult) => {
        clearTimeout(deadline)
        resolve(result)
      }
      try {
        exporter.export(spans, answered)
      } catch (error) {
        answered({ code: ExportResultCode.FAILED, error: error as Error })
      }
    })
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
