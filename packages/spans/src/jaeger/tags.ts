import type { Attributes, AttributeValue, Span, SpanKind, SpanStatus } from '../model.ts'
import { jsonLeaves } from '../otlp/leaves.ts'
import { leafOf, listOf, type Raw, textOf } from '../shape.ts'

const kinds: readonly string[] = ['internal', 'server', 'client', 'producer', 'consumer']

/** `[{key, type, value}]` of a span, a log or a process. */
export function readTags(parent: Raw, field: string): Attributes {
  const tags: [string, AttributeValue][] = listOf(parent, field, (tag) => [
    textOf(tag, 'key'),
    leafOf(tag, 'value', (value) => readValue(textOf(tag, 'type'), value)),
  ])
  return Object.fromEntries(tags)
}

function readValue(type: string, value: unknown): AttributeValue {
  if (type === 'binary') return jsonLeaves.bytes(value)
  if (type === 'bool') return value === true || value === 'true'
  if (type === 'float64') return jsonLeaves.double(value)
  if (type !== 'int64') return textOf({ value: value ?? '' }, 'value')
  const integer = jsonLeaves.int64(value)
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer
}

type FromTags = Pick<Span, 'kind' | 'status' | 'scope' | 'traceState' | 'attributes'>

/**
 * Jaeger's own form has no place for kind, status, scope and trace state: it keeps them as tags.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/
 */
export function splitTags(tags: Attributes): FromTags {
  const { 'span.kind': kind, 'w3c.tracestate': traceState, ...others } = tags
  const { 'otel.scope.name': name, 'otel.scope.version': version, ...rest } = others
  const { 'internal.span.format': _transport, ...attributes } = rest
  return {
    kind: isKind(kind) ? kind : 'internal',
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

function isKind(value: unknown): value is SpanKind {
  return typeof value === 'string' && kinds.includes(value)
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
