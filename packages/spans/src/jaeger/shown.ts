import type { AttributeValue, Span } from '../model.ts'
import { goTime } from '../time.ts'
import { shortTraceId } from '../trace-id.ts'
import type { JaegerReference, JaegerTag } from './v1-model.ts'
import { spanTags, toTags } from './v1-tags.ts'

/** A span on its way to v1, while the query service may still change it. */
export interface Shown {
  span: Span
  /** As v1 writes it. */
  traceId: string
  spanId: string
  references: JaegerReference[]
  /** Unix nanoseconds. */
  start: bigint
  duration: bigint
  /** To be added to all times. */
  shift: bigint
  tags: JaegerTag[]
  processTags: JaegerTag[]
  warnings: string[]
}

const warningsKey = '@jaeger@warnings'

export function toShown(span: Span): Shown {
  const { startTime, endTime, attributes } = span
  const { 'service.name': _, ...resource } = span.resource
  const { [warningsKey]: given, ...own } = attributes
  const start = toGoTime(startTime)
  const end = toGoTime(endTime)
  return {
    span,
    traceId: shortTraceId(span.traceId),
    spanId: span.spanId,
    references: referencesOf(span),
    start,
    duration: end > start ? end - start : 1n,
    shift: 0n,
    tags: spanTags({ ...span, attributes: own }),
    processTags: toTags(resource),
    warnings: [...textsOf(given), ...sanitized(start, end)],
  }
}

/** Go's times are signed: what is beyond the year 2262 lies before 1970. */
export function toGoTime(nano: bigint): bigint {
  return BigInt.asIntN(64, nano)
}

/** A span that has no length gets one before Jaeger stores it, so that this stays in a raw trace. */
function sanitized(start: bigint, end: bigint): string[] {
  if (end > start) return []
  const ends = `Original end timestamp: ${goTime(end)}, adjusted to: ${goTime(start + 1n)}`
  return [`Negative duration detected, sanitizing end timestamp. ${ends}`]
}

function textsOf(warnings: AttributeValue | undefined): string[] {
  const list = Array.isArray(warnings) ? warnings : [warnings]
  return list.filter((warning) => typeof warning === 'string')
}

/** A link to the own parent takes the place of the reference to it. */
function referencesOf({ traceId, parentSpanId, links }: Span): JaegerReference[] {
  const traceID = shortTraceId(traceId)
  const references: JaegerReference[] = []
  if (parentSpanId) references.push({ refType: 'CHILD_OF', traceID, spanID: parentSpanId })
  for (const link of links) {
    const isChild = link.attributes['opentracing.ref_type'] === 'child_of'
    const refType = isChild ? 'CHILD_OF' : 'FOLLOWS_FROM'
    const [parent] = references
    if (parent && link.traceId === traceId && link.spanId === parentSpanId) parent.refType = refType
    else references.push({ refType, traceID: shortTraceId(link.traceId), spanID: link.spanId })
  }
  return references
}
