import { attributeText } from '../attribute-text.ts'
import { sentKind } from '../kinds.ts'
import {
  type Attributes,
  type AttributeValue,
  Double,
  type Span,
  type SpanEvent,
} from '../model.ts'
import type { JaegerTag } from './v1-model.ts'

/** Sorted as Jaeger sorts them. */
export function toTags(attributes: Attributes): JaegerTag[] {
  return Object.keys(attributes)
    .sort()
    .map((key) => toTag(key, attributes[key] ?? null))
}

/** The attributes and what OTLP keeps in fields of their own; an attribute of that name stays. */
export function spanTags(span: Span): JaegerTag[] {
  return [...toTags(span.attributes), ...toTags(derivedTags(span))].sort(byKey)
}

/** Jaeger shows no name where an attribute has its place. */
export function logFields({ name, attributes }: SpanEvent): JaegerTag[] {
  const fields = toTags(attributes)
  if (!Object.hasOwn(attributes, 'event')) {
    return name ? [{ key: 'event', type: 'string', value: name }, ...fields] : fields
  }
  const own = fields.filter(({ key, type }) => key === 'event' && type === 'string')
  return [...own, ...fields.filter((field) => !own.includes(field))]
}

function derivedTags(span: Span): Attributes {
  const { status, scope, traceState } = span
  const kind = sentKind(span)
  return {
    ...(kind && { 'span.kind': kind }),
    ...(status.code === 'error' && { error: true }),
    ...(status.code !== 'unset' && { 'otel.status_code': status.code.toUpperCase() }),
    ...(status.message && { 'otel.status_description': status.message }),
    ...(scope.name && { 'otel.scope.name': scope.name }),
    ...(scope.version && { 'otel.scope.version': scope.version }),
    ...(traceState && { 'w3c.tracestate': traceState }),
  }
}

const types: JaegerTag['type'][] = ['string', 'bool', 'int64', 'float64', 'binary']

function byKey(a: JaegerTag, b: JaegerTag): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1
  return types.indexOf(a.type) - types.indexOf(b.type)
}

/** JSON.stringify leaves the sign of -0 out; the compiler does not know `rawJSON` yet. */
function writable({ value }: Double): number {
  const { rawJSON } = JSON as { rawJSON?(text: string): unknown }
  return rawJSON && Object.is(value, -0) ? (rawJSON('-0') as number) : value
}

function toTag(key: string, value: AttributeValue): JaegerTag {
  if (typeof value === 'boolean') return { key, type: 'bool', value }
  if (typeof value === 'bigint') return { key, type: 'int64', value: String(value) }
  if (value instanceof Double) return { key, type: 'float64', value: writable(value) }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return { key, type: Number.isSafeInteger(value) ? 'int64' : 'float64', value }
  }
  if (!(value instanceof Uint8Array)) return { key, type: 'string', value: attributeText(value) }
  return { key, type: 'binary', value: value.length > 0 ? attributeText(value) : null }
}
