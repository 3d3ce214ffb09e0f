import { TraceFlags } from '@opentelemetry/api'
import { ExportResultCode } from '@opentelemetry/core'
import { JaegerExporter } from '@opentelemetry/exporter-jaeger'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'

/** By default JaegerExporter reads the address from `OTEL_EXPORTER_JAEGER_*` itself. */
type JaegerConfig = NonNullable<ConstructorParameters<typeof JaegerExporter>[0]>

/**
 * Wraps exporter-jaeger so that the answer to an export is about the spans of that export:
 *
 * - An exporter has one buffer for all exports that run at once. One export could send the spans of
 *   another, and nobody could say whose spans a failure lost. So each running export has an
 *   exporter to itself.
 * - After a failure spans stay in the buffer, and a request without an answer is never ended. So
 *   such an exporter is closed and not used again.
 * - Its shutdown starts a timer of two seconds that keeps the process alive. The timer is not
 *   needed, since each export flushes and leaves nothing in the buffer.
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

/** Jaeger's second flag is `debug`, which switches sampling off; W3C's second one is `random`. */
function withJaegerFlags(span: ReadableSpan): ReadableSpan {
  const { traceFlags, ...ids } = span.spanContext()
  const context = { ...ids, traceFlags: traceFlags & TraceFlags.SAMPLED }
  return Object.create(span, { spanContext: { value: () => context } })
}

/** How many spans exporter-jaeger puts into one request at most. */
const mostInRequest = 100

/** A packet has 65,000 bytes, of which the span does not get all. */
const surelyFits = 60_000

/**
 * Parts of a batch, each of which is exported for itself: exporter-jaeger gives up the rest of an
 * export at the first span that does not fit into a packet, and at the first request that fails. A
 * span that may not fit is a part of its own, so that nothing else is lost with it.
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

/** At least the bytes of a span in Thrift, which writes the resource out with each span. */
function mostBytes(span: ReadableSpan): number {
  const { name, attributes, resource, events, links, instrumentationScope, status } = span
  const own = [name, instrumentationScope.name, instrumentationScope.version, status.message]
  let bytes = spanBytes + links.length * linkBytes + own.reduce(sumOfText, 0)
  for (const { name, attributes } of events) {
    bytes += 2 * tagBytes + textBytes(name) + tagsBytes(attributes)
  }
  return bytes + tagsBytes(attributes) + tagsBytes(resource.attributes)
}

// Numbers, types and lengths of fields, and the names of the tags that every span has.
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
