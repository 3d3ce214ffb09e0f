import type { Span } from '../model.ts'
import { noTraceId } from '../trace-id.ts'

/**
 * A span as Jaeger's query service gives it in v3: a link that names no trace leads nowhere, and is
 * left out with a warning. What is stored keeps it, since OTLP allows it.
 */
export function withValidLinks(span: Span): Span {
  const links = span.links.filter(({ traceId }) => traceId !== noTraceId)
  const removed = span.links.length - links.length
  if (removed === 0) return span
  const { '@jaeger@warnings': given } = span.attributes
  const before = Array.isArray(given) ? given : []
  const warnings = [
    ...before,
    ...Array.from({ length: removed }, () => 'Invalid span link removed'),
  ]
  return { ...span, links, attributes: { ...span.attributes, '@jaeger@warnings': warnings } }
}
