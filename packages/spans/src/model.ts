/**
 * The one shape of a trace that everything of this project reads: every source makes it, and the
 * text form, the comparison and the backend take nothing else.
 *
 * It follows the OpenTelemetry trace data model (specification, "Trace API" and
 * opentelemetry/proto/trace/v1). Times are Unix nanoseconds as bigint, because a number holds
 * them only to about 200 ns.
 */

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'

/**
 * A double whose value is whole. A number that is whole is an integer, which is what most are, so
 * that only these few need an object to say that they were sent as a double.
 */
export class Double {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }

  valueOf(): number {
    return this.value
  }

  toString(): string {
    return Object.is(this.value, -0) ? '-0' : String(this.value)
  }

  toJSON(): number {
    return this.value
  }
}

/** A double as attributes hold it: as a number, unless it could be taken for an integer. */
export function doubleOf(value: number): number | Double {
  return Number.isSafeInteger(value) ? new Double(value) : value
}

/** An integer as attributes hold it: as a number, unless a number cannot hold it. */
export function integerOf(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

export type AttributeValue =
  | string
  | number // an integer of at most 2^53, or a double that is not whole
  | bigint // an integer beyond 2^53
  | Double
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
  /** How many of each its sender left out, here and below; absent for none. */
  droppedAttributesCount?: number
}

export interface SpanLink {
  /** All zeros where the sender named none, which OTLP allows. */
  traceId: string
  spanId: string
  attributes: Attributes
  traceState?: string
  /** As those of a span. */
  flags?: number
  droppedAttributesCount?: number
}

export interface Scope {
  /** Empty where there is none. */
  name: string
  version?: string
  attributes?: Attributes
  droppedAttributesCount?: number
  schemaUrl?: string
}

/** What OTLP says of a resource beside its attributes; one object for all spans of an export. */
export interface ResourceDetails {
  schemaUrl?: string
  droppedAttributesCount?: number
  entityRefs?: EntityRef[]
}

/** Which attributes of a resource name something, and which describe it. */
export interface EntityRef {
  schemaUrl?: string
  type?: string
  idKeys?: string[]
  descriptionKeys?: string[]
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
  /** OTLP's number of a kind that is none of these, and counts as internal: 0 where none was said. */
  kindNumber?: number
  /** The resource's `service.name`; `unknown_service` without one. */
  service: string
  startTime: bigint
  endTime: bigint
  status: SpanStatus
  attributes: Attributes
  events: SpanEvent[]
  links: SpanLink[]
  resource: Attributes
  resourceDetails?: ResourceDetails
  scope: Scope
  /** The raw `tracestate` header value that the span's context carried. */
  traceState?: string
  /** OTLP `flags`: the lower 8 bits are the W3C trace flags, 256 and 512 tell about a remote parent. */
  flags?: number
  droppedAttributesCount?: number
  droppedEventsCount?: number
  droppedLinksCount?: number
}

export interface Trace {
  traceId: string
  /** In the order of arrival; never empty. */
  spans: Span[]
}
