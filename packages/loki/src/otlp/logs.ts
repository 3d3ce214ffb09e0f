/**
 * Log records of OTLP as somebody else has decoded them. Values are whatever his decoder makes of
 * them; maps are plain objects.
 */
export interface OtlpRecord {
  /** Unix nanoseconds, 0n where the sender does not know it. */
  time: bigint
  observedTime: bigint
  /** 0 for none. */
  severityNumber: number
  severityText: string
  body: unknown
  attributes: Record<string, unknown>
  droppedAttributesCount: number
  flags: number
  /** Lower-case hex, empty for none. */
  traceId: string
  spanId: string
  eventName: string
}

export interface OtlpScope {
  name: string
  version: string
  attributes: Record<string, unknown>
  droppedAttributesCount: number
}

export interface OtlpResource {
  resource: Record<string, unknown>
  scopeLogs: { scope: OtlpScope; records: OtlpRecord[] }[]
}

export interface OtlpBody {
  body: Uint8Array
  contentType: string
}

/** How bytes become log records, and their values text. */
export interface OtlpDecoder {
  /** Fails with an Error whose message says what is wrong. */
  decode: (request: OtlpBody) => OtlpResource[] | Promise<OtlpResource[]>
  /** A value as text: lists and maps as JSON. */
  textOf: (value: never) => string
}
