/**
 * The messages of an OTLP trace export, field numbers as published in opentelemetry-proto 1.x
 * (collector/trace/v1, trace/v1, common/v1, resource/v1). Counters of dropped items are left out:
 * nothing reads them, and a protobuf decoder steps over what it does not know.
 */
export const otlpDescriptor = {
  nested: {
    ExportTraceServiceRequest: { fields: { resourceSpans: list('ResourceSpans', 1) } },
    ResourceSpans: {
      fields: { resource: one('Resource', 1), scopeSpans: list('ScopeSpans', 2) },
    },
    Resource: { fields: { attributes: list('KeyValue', 1) } },
    ScopeSpans: { fields: { scope: one('InstrumentationScope', 1), spans: list('Span', 2) } },
    InstrumentationScope: { fields: { name: one('string', 1), version: one('string', 2) } },
    Span: {
      fields: {
        traceId: one('bytes', 1),
        spanId: one('bytes', 2),
        traceState: one('string', 3),
        parentSpanId: one('bytes', 4),
        name: one('string', 5),
        kind: one('int32', 6),
        startTimeUnixNano: one('fixed64', 7),
        endTimeUnixNano: one('fixed64', 8),
        attributes: list('KeyValue', 9),
        events: list('Event', 11),
        links: list('Link', 13),
        status: one('Status', 15),
        flags: one('fixed32', 16),
      },
    },
    Event: {
      fields: {
        timeUnixNano: one('fixed64', 1),
        name: one('string', 2),
        attributes: list('KeyValue', 3),
      },
    },
    Link: {
      fields: {
        traceId: one('bytes', 1),
        spanId: one('bytes', 2),
        traceState: one('string', 3),
        attributes: list('KeyValue', 4),
        flags: one('fixed32', 6),
      },
    },
    Status: { fields: { message: one('string', 2), code: one('int32', 3) } },
    KeyValue: { fields: { key: one('string', 1), value: one('AnyValue', 2) } },
    AnyValue: {
      // The oneof tells a value of 0, '' or false from no value at all.
      oneofs: {
        value: {
          oneof: [
            'stringValue',
            'boolValue',
            'intValue',
            'doubleValue',
            'arrayValue',
            'kvlistValue',
            'bytesValue',
          ],
        },
      },
      fields: {
        stringValue: one('string', 1),
        boolValue: one('bool', 2),
        intValue: one('int64', 3),
        doubleValue: one('double', 4),
        arrayValue: one('ArrayValue', 5),
        kvlistValue: one('KeyValueList', 6),
        bytesValue: one('bytes', 7),
      },
    },
    ArrayValue: { fields: { values: list('AnyValue', 1) } },
    KeyValueList: { fields: { values: list('KeyValue', 1) } },
  },
}

function one(type: string, id: number) {
  return { type, id }
}

function list(type: string, id: number) {
  return { rule: 'repeated', type, id }
}
