import { isKind } from '../kinds.ts'
import type { Attributes, AttributeValue, Span, SpanKind, SpanStatus } from '../model.ts'

type FromTags = Pick<Span, 'kind' | 'kindNumber' | 'status' | 'attributes'>

/** Jaeger has no place for kind and status: clients write them as tags. */
export function splitTags(tags: Attributes): FromTags {
  const { 'span.kind': kind, ...rest } = tags
  const known = isKind(kind) ? kind : undefined
  return {
    ...(known ? { kind: known } : { kind: 'internal' as const, kindNumber: 0 }),
    ...takeStatus(kind === undefined || known ? rest : { ...rest, 'span.kind': kind }, known),
  }
}

/**
 * `error` set to true decides; without it `otel.status_code`, and without that an HTTP status. What
 * became the status is no attribute any more.
 */
function takeStatus(tags: Attributes, kind: SpanKind | undefined) {
  const { error, 'otel.status_code': code, ...rest } = tags
  const attributes = error === undefined || error === true ? rest : { ...rest, error }
  if (error === true) return withDescription('error', attributes)
  if (typeof code !== 'string') return { status: fromHttp(attributes, kind), attributes }
  const known: Record<string, SpanStatus['code']> = { OK: 'ok', ERROR: 'error' }
  return withDescription(known[code.toUpperCase()] ?? 'unset', attributes)
}

function withDescription(code: SpanStatus['code'], tags: Attributes) {
  const { 'otel.status_description': description, ...attributes } = tags
  const message = description ?? attributes['http.status_message']
  return {
    status: { code, ...(typeof message === 'string' && message && { message }) },
    attributes,
  }
}

/** A client's 4xx is its failure, a server's is not. Only whole numbers and text count. */
function fromHttp(tags: Attributes, kind: SpanKind | undefined): SpanStatus {
  const status = httpStatus(tags['http.status_code'])
  if (status === undefined || (kind === 'server' && status >= 400 && status < 500)) {
    return { code: 'unset' }
  }
  return { code: status >= 100 && status < 400 ? 'unset' : 'error' }
}

function httpStatus(value: AttributeValue | undefined): number | undefined {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined
}
