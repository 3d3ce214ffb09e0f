/**
 * The one shape of a trace that everything of this project reads: every source makes it, and the
 * text form, the comparison and the backend take nothing else.
 *
 * It follows the OpenTelemetry trace data model (specification, "Trace API" and
 * opentelemetry/proto/trace/v1). Times are Unix nanoseconds as bigint, because a number holds
 * them only to about 200 ns.
 */

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'

export type AttributeValue =
  | string
  | number
  | bigint // an integer beyond 2^53
  | boolean
  | null
  | Uint8Array
  | AttributeValue[]
  | { [key: string]: AttributeValue }

export type Attributes = Record<string, AttributeValue>

export interface SpanEvent {
  name: string
  time: bigint
  attributes: Attributes
}

export interface SpanLink {
  traceId: string
  spanId: string
  attributes: Attributes
}

export interface SpanStatus {
  code: 'unset' | 'ok' | 'error'
  message?: string
}

export interface Span {
  /** 32 lower-case hex digits. */
  traceId: string
  /** 16 lower-case hex digits. */
  spanId: string
  /** Absent on a root. May name a span that the trace does not hold. */
  parentSpanId?: string
  name: string
  kind: SpanKind
  /** The resource's `service.name`; `unknown_service` without one. */
  service: string
  startTime: bigint
  endTime: bigint
  status: SpanStatus
  attributes: Attributes
  events: SpanEvent[]
  links: SpanLink[]
  resource: Attributes
  scope: { name: string; version?: string }
  /** The raw `tracestate` header value that the span's context carried. */
  traceState?: string
  /** OTLP `flags`: the lower 8 bits are the W3C trace flags, 256 and 512 tell about a remote parent. */
  flags?: number
}

export interface Trace {
  traceId: string
  /** In the order of arrival; never empty. */
  spans: Span[]
}
