/**
 * The fields of an OTLP trace export as they stand on the wire, `(number << 3) | wire type`, numbers
 * as published in opentelemetry-proto 1.x (collector/trace/v1, trace/v1, common/v1, resource/v1).
 */
export const otlpFields = {
  request: { resourceSpans: sized(1) },
  resourceSpans: { resource: sized(1), scopeSpans: sized(2), schemaUrl: sized(3) },
  resource: { attributes: sized(1), droppedAttributesCount: varint(2), entityRefs: sized(3) },
  entityRef: {
    schemaUrl: sized(1),
    type: sized(2),
    idKeys: sized(3),
    descriptionKeys: sized(4),
  },
  scopeSpans: { scope: sized(1), spans: sized(2), schemaUrl: sized(3) },
  scope: {
    name: sized(1),
    version: sized(2),
    attributes: sized(3),
    droppedAttributesCount: varint(4),
  },
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
    droppedAttributesCount: varint(10),
    events: sized(11),
    droppedEventsCount: varint(12),
    links: sized(13),
    droppedLinksCount: varint(14),
    status: sized(15),
    flags: fixed32(16),
  },
  event: {
    timeUnixNano: fixed64(1),
    name: sized(2),
    attributes: sized(3),
    droppedAttributesCount: varint(4),
  },
  link: {
    traceId: sized(1),
    spanId: sized(2),
    traceState: sized(3),
    attributes: sized(4),
    droppedAttributesCount: varint(5),
    flags: fixed32(6),
  },
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

/** The same of an export of logs (collector/logs/v1, logs/v1), as far as it is not above. */
export const otlpLogFields = {
  request: { resourceLogs: sized(1) },
  resourceLogs: { resource: sized(1), scopeLogs: sized(2) },
  scopeLogs: { scope: sized(1), logRecords: sized(2) },
  scope: {
    name: sized(1),
    version: sized(2),
    attributes: sized(3),
    droppedAttributesCount: varint(4),
  },
  logRecord: {
    timeUnixNano: fixed64(1),
    severityNumber: varint(2),
    severityText: sized(3),
    body: sized(5),
    attributes: sized(6),
    droppedAttributesCount: varint(7),
    flags: fixed32(8),
    traceId: sized(9),
    spanId: sized(10),
    observedTimeUnixNano: fixed64(11),
    eventName: sized(12),
  },
}

/** Of an export of metrics (collector/metrics/v1, metrics/v1): who sent it. */
export const otlpMetricFields = {
  request: { resourceMetrics: sized(1) },
  resourceMetrics: { resource: sized(1), scopeMetrics: sized(2) },
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
