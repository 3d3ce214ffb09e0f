/**
 * The fields of an OTLP trace export as they stand on the wire, `(number << 3) | wire type`, numbers
 * as published in opentelemetry-proto 1.x (collector/trace/v1, trace/v1, common/v1, resource/v1).
 * Counters of dropped items are left out: nothing reads them.
 */
export const otlpFields = {
  request: { resourceSpans: sized(1) },
  resourceSpans: { resource: sized(1), scopeSpans: sized(2) },
  resource: { attributes: sized(1) },
  scopeSpans: { scope: sized(1), spans: sized(2) },
  scope: { name: sized(1), version: sized(2) },
  span: {
    traceId: sized(1),
    spanId: sized(2),
    traceState: sized(3),
    parentSpanId: sized(4),
    name: sized(5),
    kind: varint(6),
    startTimeUnixNano: fixed64(7),
    endTimeUnixNano: fixed64(8),
    attributes: sized(9),
    events: sized(11),
    links: sized(13),
    status: sized(15),
    flags: fixed32(16),
  },
  event: { timeUnixNano: fixed64(1), name: sized(2), attributes: sized(3) },
  link: { traceId: sized(1), spanId: sized(2), attributes: sized(4) },
  status: { message: sized(2), code: varint(3) },
  keyValue: { key: sized(1), value: sized(2) },
  anyValue: {
    stringValue: sized(1),
    boolValue: varint(2),
    intValue: varint(3),
    doubleValue: fixed64(4),
    arrayValue: sized(5),
    kvlistValue: sized(6),
    bytesValue: sized(7),
  },
  arrayValue: { values: sized(1) },
  kvlistValue: { values: sized(1) },
}

function varint(number: number): number {
  return number << 3
}

function fixed64(number: number): number {
  return (number << 3) | 1
}

function sized(number: number): number {
  return (number << 3) | 2
}

function fixed32(number: number): number {
  return (number << 3) | 5
}
