import { trace } from '@opentelemetry/api'
import { afterEach, expect, test, vi } from 'vitest'
import { createJaegerExporter, jaegerParts } from './jaeger-exporter.ts'
import { markRandomTraceIds } from './propagation/random-flag.ts'
import { SpanPipeline } from './span-pipeline.ts'
import { runNode } from './test-process.ts'
import { withHttpReceiver, withUdpReceiver } from './test-receivers.ts'
import { withSpans } from './test-spans.ts'

afterEach(() => void vi.useRealTimers())

type Config = Parameters<typeof createJaegerExporter>[1]

function createPipeline(config: Config, { batchSize = 512, timeoutMs = 30_000 } = {}) {
  const counts = { exported: 0, failed: 0, dropped: 0 }
  const causes: string[] = []
  const pipeline = new SpanPipeline({
    exporter: createJaegerExporter(timeoutMs, config),
    parts: jaegerParts,
    batch: {
      maxQueueSize: 2048,
      scheduledDelayMillis: 60_000,
      exportTimeoutMillis: timeoutMs,
      maxExportBatchSize: batchSize,
    },
    counts,
    onLoss: ({ count, cause }) => void causes.push(`${count}: ${cause}`),
  })
  return { pipeline, counts, causes }
}

/** One span for each number; its name can be found in the bytes of the message that holds it. */
function makeSpans(from: number, to: number, attributesOf: (n: number) => object = () => ({})) {
  const tracer = trace.getTracer('test')
  for (let n = from; n <= to; n++) {
    tracer.startSpan(`span-${n};`, { attributes: { ...attributesOf(n) } }).end()
  }
}

function numbersIn(bodies: Buffer[]): number[] {
  const text = Buffer.concat(bodies).toString('latin1')
  return [...text.matchAll(/span-(\d+);/g)].map(([, n]) => Number(n)).sort((a, b) => a - b)
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Nobody can say when a datagram, or the end of a connection, arrives. */
const deadline = { timeout: 120_000 }

test('over UDP a span that fits into no packet is lost alone, and counted', () =>
  withUdpReceiver(async ({ port, packets }) => {
    const { pipeline, counts, causes } = createPipeline({ host: '127.0.0.1', port })
    await withSpans(
      async () => {
        makeSpans(1, 100, (n) => (n === 50 ? { note: 'x'.repeat(70_000) } : {}))

        await pipeline.forceFlush()

        expect(counts).toEqual({ exported: 99, failed: 1, dropped: 0 })
        expect(causes).toEqual([expect.stringMatching(/^1: Error: span size \d+ is larger than/)])
        const others = range(1, 100).filter((n) => n !== 50)
        await vi.waitFor(() => expect(numbersIn(packets)).toEqual(others), deadline)
      },
      { processors: [pipeline] },
    )
  }))

test('large spans that do fit, each nearly a packet, all arrive', () =>
  withUdpReceiver(async ({ port, packets }) => {
    const { pipeline, counts } = createPipeline({ host: '127.0.0.1', port })
    await withSpans(
      async () => {
        makeSpans(1, 4, (n) => ({ note: 'é'.repeat(29_000 + 1_000 * n) }))

        await pipeline.forceFlush()

        expect(counts).toEqual({ exported: 3, failed: 1, dropped: 0 })
        await vi.waitFor(() => expect(numbersIn(packets)).toEqual([1, 2, 3]), deadline)
      },
      { processors: [pipeline] },
    )
  }))

test('over HTTP a request that is refused loses its own spans, and those are counted', () =>
  withHttpReceiver(
    async ({ url, received }) => {
      const { pipeline, counts, causes } = createPipeline({ endpoint: `${url}/api/traces` })
      await withSpans(
        async () => {
          makeSpans(1, 250)

          await pipeline.forceFlush()

          expect(counts).toEqual({ exported: 150, failed: 100, dropped: 0 })
          expect(causes).toEqual([expect.stringMatching(/^100: .*HTTP 503/)])
          expect(numbersIn(received.map(({ body }) => body))).toEqual(range(1, 250))
        },
        { processors: [pipeline] },
      )
    },
    ({ body }) => (numbersIn([body]).includes(150) ? 503 : 200),
  ))

test('batches that are sent at once answer each for its own spans', () =>
  withHttpReceiver(
    async ({ url, received }) => {
      const endpoint = `${url}/api/traces`
      const { pipeline, counts } = createPipeline({ endpoint }, { batchSize: 20 })
      await withSpans(
        async () => {
          makeSpans(1, 70)

          await pipeline.forceFlush()

          const took = received.map(({ body }) => numbersIn([body]).length)
          expect(took.sort()).toEqual([10, 20, 20, 20])
          expect(counts).toEqual({ exported: 50, failed: 20, dropped: 0 })
        },
        { processors: [pipeline] },
      )
    },
    ({ body }) => (numbersIn([body]).includes(30) ? 503 : 200),
  ))

test('a collector that hangs loses what was sent to it, and no more when it answers again', () =>
  withHttpReceiver(
    async ({ url, received }) => {
      const endpoint = `${url}/api/traces`
      const { pipeline, counts, causes } = createPipeline({ endpoint })
      await withSpans(
        async () => {
          vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
          makeSpans(1, 150)
          const flushed = pipeline.forceFlush()
          await vi.waitFor(() => expect(received).toHaveLength(1), deadline)
          vi.advanceTimersByTime(30_000)
          await flushed
          vi.useRealTimers()
          expect(counts).toEqual({ exported: 0, failed: 150, dropped: 0 })
          expect(causes).toEqual([
            '100: Error: no answer within 30000 ms',
            '50: Error: no answer within 30000 ms',
          ])

          makeSpans(151, 160)
          await pipeline.forceFlush()

          expect(counts).toEqual({ exported: 10, failed: 150, dropped: 0 })
          expect(numbersIn([received.at(-1)?.body ?? Buffer.of()])).toEqual(range(151, 160))
          await vi.waitFor(
            () => expect(received.some(({ isOpen }) => isOpen)).toBe(false),
            deadline,
          )
        },
        { processors: [pipeline] },
      )
    },
    ({ body }) => (numbersIn([body]).includes(1) ? undefined : 200),
  ))

test("the random flag of a trace is not sent as Jaeger's second flag, which is debug", () =>
  withHttpReceiver(async ({ url, received }) => {
    const { pipeline } = createPipeline({ endpoint: `${url}/api/traces` })
    await withSpans(
      async () => {
        markRandomTraceIds()
        const span = trace.getTracer('test').startSpan('span-1;')
        span.end()

        await pipeline.forceFlush()

        expect(span.spanContext().traceFlags).toBe(3)
        const body = received[0]?.body ?? Buffer.of()
        const fieldSeven = body.indexOf(Buffer.of(8, 0, 7)) // an i32 in Thrift
        expect(body.readInt32BE(fieldSeven + 3)).toBe(1)
      },
      { processors: [pipeline] },
    )
  }))

test('after the shutdown nothing keeps the process from ending', () =>
  withUdpReceiver(async ({ port }) => {
    const { stdout, exitCode } = await runNode({
      code: `
        import { shutdownTelemetry, spanCounts, withSpan } from './src/index.ts'
        await withSpan('place_order', () => {})
        await shutdownTelemetry()
        console.log(JSON.stringify(spanCounts))
        // The stock exporter leaves a timer of two seconds behind, which would still be seen here.
        await new Promise((resolve) => setTimeout(resolve, 100))
        console.log(process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap').join())`,
      env: {
        OTEL_TRACES_EXPORTER: 'jaeger',
        OTEL_EXPORTER_JAEGER_AGENT_HOST: '127.0.0.1',
        OTEL_EXPORTER_JAEGER_AGENT_PORT: String(port),
      },
    })

    expect(stdout).toBe('{"exported":1,"failed":0,"dropped":0}\n\n')
    expect(exitCode).toBe(0)
  }))
