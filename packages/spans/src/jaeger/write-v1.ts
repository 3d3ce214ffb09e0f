import { attributeText } from '../attribute-text.ts'
import { durationOf } from '../duration.ts'
import type { Attributes, AttributeValue, Span, SpanEvent, Trace } from '../model.ts'
import { goTime } from '../time.ts'
import { shortTraceId } from '../trace-id.ts'

/** Jaeger's v1 JSON, https://github.com/jaegertracing/jaeger/blob/main/internal/uimodel/model.go */
export interface JaegerTrace {
  traceID: string
  spans: JaegerSpan[]
  processes: Record<string, JaegerProcess>
  warnings: null
}

interface JaegerProcess {
  serviceName: string
  tags: JaegerTag[]
}

interface JaegerSpan {
  traceID: string
  spanID: string
  operationName: string
  references: { refType: 'CHILD_OF' | 'FOLLOWS_FROM'; traceID: string; spanID: string }[]
  startTime: number
  duration: number
  tags: JaegerTag[]
  logs: { timestamp: number; fields: JaegerTag[] }[]
  processID: string
  warnings: string[] | null
}

interface JaegerTag {
  key: string
  type: 'string' | 'bool' | 'int64' | 'float64' | 'binary'
  value: string | number | boolean
}

export function toJaegerTrace({ traceId, spans }: Trace, raw = false): JaegerTrace {
  const processes = new Map<string, { id: string; process: JaegerProcess }>()
  const ids = new Set(spans.map((span) => span.spanId))
  return {
    traceID: shortTraceId(traceId),
    spans: spans.map((span) =>
      toJaegerSpan(span, processOf(span, processes), raw ? undefined : ids),
    ),
    processes: Object.fromEntries([...processes.values()].map(({ id, process }) => [id, process])),
    warnings: null,
  }
}

/** Spans of one process come in many exports: equal resources are one process. */
function processOf(
  { service, resource }: Span,
  known: Map<string, { id: string; process: JaegerProcess }>,
): string {
  const { 'service.name': _, ...rest } = resource
  const process = { serviceName: service, tags: toTags(rest) }
  const key = JSON.stringify(process)
  const found = known.get(key)
  if (found) return found.id
  const id = `p${known.size + 1}`
  known.set(key, { id, process })
  return id
}

function toJaegerSpan(span: Span, processID: string, ids: Set<string> | undefined): JaegerSpan {
  return {
    traceID: shortTraceId(span.traceId),
    spanID: span.spanId,
    operationName: span.name,
    references: references(span),
    startTime: micros(span.startTime),
    duration: micros(durationOf(span)),
    tags: toTags({ ...span.attributes, ...derivedTags(span) }),
    logs: span.events.map(toLog),
    processID,
    warnings: warnings(span, ids),
  }
}

function references({ traceId, parentSpanId, links }: Span): JaegerSpan['references'] {
  const parent = parentSpanId
    ? [{ refType: 'CHILD_OF' as const, traceID: shortTraceId(traceId), spanID: parentSpanId }]
    : []
  const linked = links.map((link) => ({
    refType:
      link.attributes['opentracing.ref_type'] === 'child_of'
        ? ('CHILD_OF' as const)
        : ('FOLLOWS_FROM' as const),
    traceID: shortTraceId(link.traceId),
    spanID: link.spanId,
  }))
  return [...parent, ...linked]
}

/** What OTLP keeps in fields of their own, v1 shows as tags. */
function derivedTags({ kind, status, scope, traceState }: Span): Attributes {
  return {
    'span.kind': kind,
    ...(status.code === 'error' && { error: true }),
    ...(status.code !== 'unset' && { 'otel.status_code': status.code.toUpperCase() }),
    ...(status.message && { 'otel.status_description': status.message }),
    ...(scope.name && { 'otel.scope.name': scope.name }),
    ...(scope.version && { 'otel.scope.version': scope.version }),
    ...(traceState && { 'w3c.tracestate': traceState }),
  }
}

function toLog({ name, time, attributes }: SpanEvent): JaegerSpan['logs'][number] {
  const named: JaegerTag[] = name ? [{ key: 'event', type: 'string', value: name }] : []
  return { timestamp: micros(time), fields: [...named, ...toTags(attributes)] }
}

/** Without `ids`, in a raw trace, nobody looks for the parents. */
function warnings(
  { parentSpanId, startTime, endTime }: Span,
  ids: Set<string> | undefined,
): string[] | null {
  const found: string[] = []
  if (endTime < startTime) {
    found.push(
      `Negative duration detected, sanitizing end timestamp. Original end timestamp: ${goTime(endTime)}, adjusted to: ${goTime(startTime + 1n)}`,
    )
  }
  if (parentSpanId && ids && !ids.has(parentSpanId)) {
    found.push(`invalid parent span IDs=${parentSpanId}; skipping clock skew adjustment`)
  }
  return found.length > 0 ? found : null
}

function toTags(attributes: Attributes): JaegerTag[] {
  return Object.keys(attributes)
    .sort()
    .map((key) => toTag(key, attributes[key] ?? null))
}

function toTag(key: string, value: AttributeValue): JaegerTag {
  if (typeof value === 'boolean') return { key, type: 'bool', value }
  if (typeof value === 'bigint') return { key, type: 'int64', value: String(value) }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return { key, type: Number.isSafeInteger(value) ? 'int64' : 'float64', value }
  }
  const type = value instanceof Uint8Array ? 'binary' : 'string'
  return { key, type, value: attributeText(value) }
}

function micros(nano: bigint): number {
  return Number(nano / 1000n)
}
