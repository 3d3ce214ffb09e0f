import type { Attributes, AttributeValue } from '../model.ts'

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/ */
export interface OtlpLogRecord {
  /** Unix nanoseconds, 0n where the sender does not know it. */
  time: bigint
  observedTime: bigint
  /** 1 to 24, 0 for none. */
  severityNumber: number
  severityText: string
  body: AttributeValue
  attributes: Attributes
  droppedAttributesCount: number
  flags: number
  /** Lower-case hex, empty for none. */
  traceId: string
  spanId: string
  /** Of an event by the logs API. */
  eventName: string
}

export interface OtlpLogScope {
  name: string
  version: string
  attributes: Attributes
  droppedAttributesCount: number
}

export interface OtlpResourceLogs {
  resource: Attributes
  scopeLogs: { scope: OtlpLogScope; records: OtlpLogRecord[] }[]
}
