import { isKind } from '../kinds.ts'
import {
  type Attributes,
  type AttributeValue,
  doubleOf,
  integerOf,
  type Span,
  type SpanStatus,
} from '../model.ts'
import { jsonLeaves } from '../otlp/leaves.ts'
import { leafOf, listOf, type Raw, textOf } from '../shape.ts'

/** `[{key, type, value}]` of a span, a log or a process. */
export function readTags(parent: Raw, field: string): Attributes {
  const tags: [string, AttributeValue][] = listOf(parent, field, (tag) => [
    textOf(tag, 'key'),
    leafOf(tag, 'value', (value) => readValue(textOf(tag, 'type'), value)),
  ])
  return Object.fromEntries(tags)
}

function readValue(type: string, value: unknown): AttributeValue {
  if (type === 'binary') return jsonLeaves.bytes(value ?? '')
  if (type === 'bool') return value === true || value === 'true'
  if (type === 'float64') return doubleOf(jsonLeaves.double(value))
  if (type !== 'int64') return textOf({ value: value ?? '' }, 'value')
  return integerOf(jsonLeaves.int64(value))
}

type FromTags = Pick<Span, 'kind' | 'kindNumber' | 'status' | 'scope' | 'traceState' | 'attributes'>

/**
 * Jaeger's own form has no place for kind, status, scope and trace state: it keeps them as tags.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/
 */
export function splitTags(tags: Attributes): FromTags {
  const { 'span.kind': kind, 'w3c.tracestate': traceState, ...others } = tags
  const { 'otel.scope.name': name, 'otel.scope.version': version, ...rest } = others
  const { 'internal.span.format': _transport, ...attributes } = rest
  return {
    ...(isKind(kind) ? { kind } : { kind: 'internal' as const, kindNumber: 0 }),
    scope: { name: toText(name), ...(version ? { version: toText(version) } : {}) },
    ...(traceState ? { traceState: toText(traceState) } : {}),
    ...takeStatus(attributes),
  }
}

function takeStatus(tags: Attributes): { status: SpanStatus; attributes: Attributes } {
  const { 'otel.status_code': code, 'otel.status_description': description, error, ...rest } = tags
  const failed = code === 'ERROR' || error === true || error === 'true'
  const message = description ? { message: toText(description) } : {}
  if (failed) return { status: { code: 'error', ...message }, attributes: rest }
  const kept = error === undefined ? rest : { ...rest, error }
  return { status: { code: code === 'OK' ? 'ok' : 'unset', ...message }, attributes: kept }
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
