import { diag, trace } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { AlwaysOffSampler, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { SpanCounts } from './span-counts.ts'
import { SpanPipeline } from './span-pipeline.ts'
import { withSpans } from './test-spans.ts'

afterEach(() => void vi.useRealTimers())

const success: ExportResult = { code: ExportResultCode.SUCCESS }

interface Sent {
  spans: ReadableSpan[]
  answer: (result: ExportResult) => void
}

/** An exporter that answers when, and what, the test tells it to. */
function manualExporter() {
  const sent: Sent[] = []
  const exporter: SpanExporter = {
    export: (spans, answer) => void sent.push({ spans, answer }),
    shutdown: async () => {},
  }
  return { exporter, sent }
}

function answering(result: ExportResult): SpanExporter {
  return { export: (_spans, done) => done(result), shutdown: async () => {} }
}

const batch = {
  maxQueueSize: 4,
  scheduledDelayMillis: 1000,
  exportTimeoutMillis: 60_000,
  maxExportBatchSize: 2,
}

function createPipeline(exporter: SpanExporter, more: Partial<typeof batch> = {}) {
  const counts: SpanCounts = { exported: 0, failed: 0, dropped: 0 }
  const losses: unknown[] = []
  const pipeline = new SpanPipeline({
    exporter,
    batch: { ...batch, ...more },
    counts,
    onLoss: (loss) => void losses.push(loss),
  })
  return { pipeline, counts, losses }
}

const makeSpans = (count: number) => {
  for (let n = 1; n <= count; n += 1) trace.getTracer('test').startSpan(`span ${n}`).end()
}

test('what the exporter took is counted as exported', async () => {
  const { pipeline, counts, losses } = createPipeline(answering(success))
  await withSpans(
    async () => {
      makeSpans(3)

      await pipeline.forceFlush()

      expect(counts).toEqual({ exported: 3, failed: 0, dropped: 0 })
      expect(losses).toEqual([])
    },
    { processors: [pipeline] },
  )
})

test('what the exporter refused is counted as failed and reported, and the flush does not reject', async () => {
  const error = new Error('refused')
  const { pipeline, counts, losses } = createPipeline(
    answering({ code: ExportResultCode.FAILED, error }),
  )
  await withSpans(
    async () => {
      makeSpans(1)

      await pipeline.forceFlush()

      expect(counts).toEqual({ exported: 0, failed: 1, dropped: 0 })
      expect(losses).toEqual([{ count: 1, cause: error }])
    },
    { processors: [pipeline] },
  )
})

test.each([
  ['refuses', answering({ code: ExportResultCode.FAILED, error: new Error('refused') })],
  ['does not answer', manualExporter().exporter],
])('when an exporter %s, the stock processor does not say it again', async (_what, exporter) => {
  const said: unknown[] = []
  const say = (...words: unknown[]) => void said.push(words)
  diag.setLogger({ error: say, warn: say, info: say, debug: () => {}, verbose: () => {} })
  onTestFinished(() => diag.disable())
  const { pipeline, counts } = createPipeline(exporter)
  await withSpans(
    async () => {
      vi.useFakeTimers()
      makeSpans(1)

      await vi.advanceTimersByTimeAsync(batch.scheduledDelayMillis + batch.exportTimeoutMillis)

      expect(counts.failed).toBe(1)
      expect(said).toEqual([])
    },
    { processors: [pipeline] },
  )
})

test('an exporter that throws counts as one that refused', async () => {
  const error = new Error('thrown')
  const { pipeline, counts, losses } = createPipeline({
    export: () => {
      throw error
    },
    shutdown: async () => {},
  })
  await withSpans(
    async () => {
      makeSpans(1)

      await pipeline.forceFlush()

      expect(counts).toEqual({ exported: 0, failed: 1, dropped: 0 })
      expect(losses).toEqual([{ count: 1, cause: error }])
    },
    { processors: [pipeline] },
  )
})

test('an exporter that never answers fails at the timeout, and a late answer counts no more', async () => {
  const { exporter, sent } = manualExporter()
  const { pipeline, counts, losses } = createPipeline(exporter, { exportTimeoutMillis: 100 })
  await withSpans(
    async () => {
      makeSpans(1)

      await pipeline.forceFlush()
      sent[0]?.answer(success)

      expect(counts).toEqual({ exported: 0, failed: 1, dropped: 0 })
      expect(losses).toEqual([{ count: 1, cause: new Error('no answer within 100 ms') }])
    },
    { processors: [pipeline] },
  )
})

test('a flush waits for the batch that the timer has sent already', async () => {
  const { exporter, sent } = manualExporter()
  const { pipeline, counts } = createPipeline(exporter)
  await withSpans(
    async () => {
      vi.useFakeTimers()
      makeSpans(1)
      vi.advanceTimersByTime(batch.scheduledDelayMillis)
      expect(sent).toHaveLength(1)

      const order: string[] = []
      const flushed = pipeline.forceFlush().then(() => order.push('flushed'))
      await vi.advanceTimersByTimeAsync(1)
      order.push('answered')
      sent[0]?.answer(success)
      await flushed

      expect(order).toEqual(['answered', 'flushed'])
      expect(counts.exported).toBe(1)
    },
    { processors: [pipeline] },
  )
})

test('what does not fit into the queue is dropped and counted, and room is made by sending', async () => {
  const { exporter, sent } = manualExporter()
  const { pipeline, counts, losses } = createPipeline(exporter)
  await withSpans(
    async () => {
      makeSpans(8) // 2 are sent at once as a full batch, 4 wait
      const droppedAtFirst = counts.dropped
      const flushed = pipeline.forceFlush()
      makeSpans(1)
      for (const { answer } of sent) answer(success)
      await flushed

      expect(droppedAtFirst).toBe(2)
      expect(counts).toEqual({ exported: 6, failed: 0, dropped: 2 })
      expect(losses).toEqual([
        { count: 1, cause: 'the queue is full' },
        { count: 1, cause: 'the queue is full' },
      ])
      const theLast = pipeline.forceFlush()
      sent.at(-1)?.answer(success)
      await theLast
      expect(counts.exported).toBe(7)
    },
    { processors: [pipeline] },
  )
})

test('a span that is not sampled is neither sent nor counted', async () => {
  const { exporter, sent } = manualExporter()
  const { pipeline, counts } = createPipeline(exporter)
  await withSpans(
    async () => {
      makeSpans(9)

      await pipeline.forceFlush()

      expect(sent).toEqual([])
      expect(counts).toEqual({ exported: 0, failed: 0, dropped: 0 })
    },
    { processors: [pipeline], sampler: new AlwaysOffSampler() },
  )
})

test('shutdown sends what waits; what ends later is dropped and counted', async () => {
  const { pipeline, counts, losses } = createPipeline(answering(success))
  await withSpans(
    async () => {
      makeSpans(1)
      await pipeline.shutdown()

      makeSpans(1)

      expect(counts).toEqual({ exported: 1, failed: 0, dropped: 1 })
      expect(losses).toEqual([{ count: 1, cause: 'telemetry has been shut down' }])
    },
    { processors: [pipeline] },
  )
})

test('shutdown does not reject when the exporter does', async () => {
  const { pipeline } = createPipeline({
    ...answering(success),
    shutdown: () => Promise.reject(new Error('Flush timeout')),
  })

  await expect(pipeline.shutdown()).resolves.toBeUndefined()
})
