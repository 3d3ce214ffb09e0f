import protobuf from 'protobufjs'

type Json = Record<string, unknown>

/** Field numbers written a second time, as .proto text, for an encoder of other hands. */
export const proto = protobuf.parse(
  `syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; int32 later_addition = 99; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
  message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; repeated EntityRef entity_refs = 3; }
  message EntityRef { string schema_url = 1; string type = 2; repeated string id_keys = 3; repeated string description_keys = 4; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
  message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
  message Span { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4;
    string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9; uint32 dropped_attributes_count = 10; repeated Event events = 11;
    uint32 dropped_events_count = 12; repeated Link links = 13; uint32 dropped_links_count = 14;
    Status status = 15; fixed32 flags = 16; }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3;
    uint32 dropped_attributes_count = 4; }
  message Link { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4;
    uint32 dropped_attributes_count = 5; fixed32 flags = 6; }
  message Status { reserved 1; string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3;
    double double_value = 4; ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7; } }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }`,
  { keepCase: false },
).root

const type = proto.lookupType('Request')

/** A request in OTLP JSON as protobuf. */
export function toProtobuf(request: Json): Uint8Array {
  return type.encode(type.fromObject(withBytes(request) as Json)).finish()
}

/** JSON spells ids in hex, where protobuf's own JSON would have base64, and doubles as text. */
function withBytes(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withBytes(item))
  if (typeof value === 'string') return leaf(value, name)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, withBytes(of, key)]))
}

function leaf(value: string, name: string): unknown {
  if (/^(traceId|spanId|parentSpanId)$/.test(name)) return Buffer.from(value, 'hex')
  if (name === 'bytesValue') return Buffer.from(value, 'base64')
  return name === 'doubleValue' ? Number(value) : value
}

const numbers = /"(intValue|\w*TimeUnixNano|timeUnixNano)":"(-?\d+)"/g

/** The same in JSON, with its 64-bit numbers as text or, which senders do as well, as numbers. */
export function toJson(request: Json, as: 'text' | 'numbers'): string {
  const text = JSON.stringify(request)
  return as === 'text' ? text : text.replace(numbers, '"$1":$2')
}
