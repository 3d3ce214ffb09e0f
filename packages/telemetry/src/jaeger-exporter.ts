import { TraceFlags } from '@opentelemetry/api'
import { ExportResultCode } from '@opentelemetry/core'
import { JaegerExporter } from '@opentelemetry/exporter-jaeger'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'

/** Where to: by default what `OTEL_EXPORTER_JAEGER_*` says, which JaegerExporter reads itself. */
type JaegerConfig = NonNullable<ConstructorParameters<typeof JaegerExporter>[0]>

/**
 * exporter-jaeger, whose answers are about the very spans of the export:
 *
 * - One exporter has one buffer for all exports at once: one could send the spans of another, and
 *   its failure would be nobody's. So each export that is under way has an exporter to itself.
 * - After a failure spans are left in the buffer, and a request that gets no answer is never ended:
 *   such an exporter is closed and not used again.
 * - Its shutdown starts a timer of two seconds that keeps the process alive. Nothing waits in its
 *   buffer by then, since each export flushes.
 */
export function createJaegerExporter(timeoutMs: number, config: JaegerConfig = {}): SpanExporter {
  const idle: JaegerExporter[] = []
  const close = (exporter: JaegerExporter) => exporter.shutdown().catch(() => {})
  return {
    export(spans, done) {
      const exporter = idle.pop() ?? new JaegerExporter({ ...config, flushTimeout: 1 })
      const deadline = setTimeout(() => close(exporter), timeoutMs)
      exporter.export(spans.map(withJaegerFlags), (result) => {
        clearTimeout(deadline)
        if (result.code === ExportResultCode.SUCCESS) idle.push(exporter)
        else close(exporter)
        done(result)
      })
    },
    async shutdown() {
      await Promise.all(idle.splice(0).map(close))
    },
  }
}

/** Jaeger's second flag is `debug`, which switches sampling off; in a trace context it is `random`. */
function withJaegerFlags(span: ReadableSpan): ReadableSpan {
  const { traceFlags, ...ids } = span.spanContext()
  const context = { ...ids, traceFlags: traceFlags & TraceFlags.SAMPLED }
  return Object.create(span, { spanContext: { value: () => context } })
}

/** How many spans exporter-jaeger puts into one request at most. */
const mostInRequest = 100

/** Its packets have 65,000 bytes, some of which are not the span's. */
const surelyFits = 60_000

/**
 * The spans of a batch as they are exported, since exporter-jaeger gives up the rest of an export at
 * the first span that does not fit into a packet, and at the first request that fails. What may not
 * fit goes alone, so that it alone is lost.
 */
export function jaegerParts(spans: ReadableSpan[]): ReadableSpan[][] {
  const { fits = [], large = [] } = Object.groupBy(spans, (span) =>
    mostBytes(span) < surelyFits ? 'fits' : 'large',
  )
  const parts = large.map((span) => [span])
  for (let at = 0; at < fits.length; at += mostInRequest) {
    parts.push(fits.slice(at, at + mostInRequest))
  }
  return parts
}

/** No less than what a span takes in Thrift, in which its resource is written out each time. */
function mostBytes(span: ReadableSpan): number {
  const { name, attributes, resource, events, links, instrumentationScope, status } = span
  const own = [name, instrumentationScope.name, instrumentationScope.version, status.message]
  let bytes = spanBytes + links.length * linkBytes + own.reduce(sumOfText, 0)
  for (const { name, attributes } of events) {
    bytes += 2 * tagBytes + textBytes(name) + tagsBytes(attributes)
  }
  return bytes + tagsBytes(attributes) + tagsBytes(resource.attributes)
}

// Numbers, types and lengths of fields, and the names of those tags that every span gets.
const spanBytes = 1024
const linkBytes = 64
const tagBytes = 64

function tagsBytes(attributes: ReadableSpan['attributes'] = {}): number {
  return Object.entries(attributes).reduce(
    (sum, [key, value]) => sum + tagBytes + textBytes(key) + textBytes(String(value)),
    0,
  )
}

function sumOfText(sum: number, text = ''): number {
  return sum + textBytes(text)
}

function textBytes(text: string): number {
  return Buffer.byteLength(text)
}
