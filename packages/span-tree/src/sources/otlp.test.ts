import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import { describe, expect, test } from 'vitest'
import type { Span } from '../model.ts'
import { decodeOtlpTraces, OtlpDecodeError } from './otlp.ts'

const protobufType = 'application/x-protobuf'
const traceId = '0af7651916cd43dd8448eb211c80319c'

/** Recorded from @opentelemetry/otlp-transformer 0.223.0, both encodings of the same two spans. */
const recorded = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))

const surroundings = {
  service: 'orders',
  resource: { 'service.name': 'orders', 'process.pid': 42 },
  scope: { name: 'example', version: '1.2.3' },
  flags: 257,
}

const recordedSpans: Span[] = [
  {
    traceId,
    spanId: 'b7ad6b7169203332',
    parentSpanId: 'b7ad6b7169203331',
    name: 'GET',
    kind: 'client',
    startTime: 1700000000123999999n,
    endTime: 1700000000125000000n,
    status: { code: 'error', message: 'boom' },
    attributes: {},
    events: [
      {
        name: 'exception',
        time: 1700000000124000001n,
        attributes: { 'exception.message': 'boom é' },
      },
    ],
    links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16), attributes: { why: 'retry' } }],
    ...surroundings,
  },
  {
    traceId,
    spanId: 'b7ad6b7169203331',
    name: 'POST /orders',
    kind: 'server',
    startTime: 1700000000123456789n,
    endTime: 1700000000130000000n,
    status: { code: 'unset' },
    attributes: {
      'http.response.status_code': 500,
      ok: true,
      ratio: 0.25,
      tags: ['a', 'b'],
      text: '',
    },
    events: [],
    links: [],
    ...surroundings,
  },
]

describe('what the OpenTelemetry exporters send', () => {
  test('protobuf decodes to the spans that were sent', () => {
    const spans = decodeOtlpTraces({
      body: recorded('orders.otlp.bin'),
      contentType: protobufType,
    })

    expect(spans).toStrictEqual(recordedSpans)
  })

  test('JSON decodes to the very same spans', () => {
    const spans = decodeOtlpTraces({
      body: recorded('orders.otlp.json'),
      contentType: 'Application/JSON; charset=utf-8',
    })

    expect(spans).toStrictEqual(recordedSpans)
  })
})

describe('protobuf', () => {
  // Field numbers written a second time, as .proto text: a slip in the descriptor shows here.
  const proto = protobuf.parse(
    `syntax = "proto3";
    message Request { repeated ResourceSpans resource_spans = 1; int32 later_addition = 99; }
    message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
    message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
    message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
    message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
    message Span { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4;
      string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
      repeated KeyValue attributes = 9; uint32 dropped_attributes_count = 10; fixed32 flags = 16; }
    message KeyValue { string key = 1; AnyValue value = 2; }
    message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3;
      double double_value = 4; ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7; } }
    message ArrayValue { repeated AnyValue values = 1; }
    message KeyValueList { repeated KeyValue values = 1; }`,
    { keepCase: false },
  ).root

  function encode(spans: object[], resource: object = {}): Uint8Array {
    const type = proto.lookupType('Request')
    const request = { laterAddition: 7, resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }
    return type.encode(type.fromObject(request)).finish()
  }

  const decode = (body: Uint8Array) => decodeOtlpTraces({ body, contentType: protobufType })
  const ids = { traceId: Buffer.alloc(16, 0xab), spanId: Buffer.alloc(8, 0xcd) }

  test('values of every type keep their exact value', () => {
    const attributes = [
      { key: 'zero', value: { intValue: 0 } },
      { key: 'negative', value: { intValue: -5 } },
      { key: 'huge', value: { intValue: '9223372036854775807' } },
      { key: 'lowest', value: { intValue: '-9223372036854775808' } },
      { key: 'no', value: { boolValue: false } },
      { key: 'nothing', value: {} },
      { key: 'absent' },
      { key: 'bytes', value: { bytesValue: Buffer.from([0, 255]) } },
      {
        key: 'map',
        value: { kvlistValue: { values: [{ key: 'a', value: { doubleValue: 1.5 } }] } },
      },
      { key: '__proto__', value: { stringValue: 'a name like any other' } },
    ]

    const [span] = decode(encode([{ ...ids, attributes }]))

    expect(Object.entries(span?.attributes ?? {})).toStrictEqual([
      ['zero', 0],
      ['negative', -5],
      ['huge', 9223372036854775807n],
      ['lowest', -9223372036854775808n],
      ['no', false],
      ['nothing', null],
      ['absent', null],
      ['bytes', new Uint8Array([0, 255])],
      ['map', { a: 1.5 }],
      ['__proto__', 'a name like any other'],
    ])
  })

  test('an absent, empty or all-zero parent makes a root', () => {
    const parents = [undefined, Buffer.alloc(0), Buffer.alloc(8)]

    const spans = decode(encode(parents.map((parentSpanId) => ({ ...ids, parentSpanId }))))

    expect(spans.map((span) => 'parentSpanId' in span)).toEqual([false, false, false])
  })

  test('times beyond 2^63 and trace state come through', () => {
    const span = { ...ids, startTimeUnixNano: '18446744073709551615', traceState: 'a=b' }

    expect(decode(encode([span]))[0]).toMatchObject({
      startTime: 18446744073709551615n,
      traceState: 'a=b',
    })
  })

  test('a resource without service.name is an unknown_service', () => {
    expect(decode(encode([ids]))[0]?.service).toBe('unknown_service')
  })

  test('an empty body is an empty request', () => {
    expect(decode(new Uint8Array())).toEqual([])
  })

  test('a body cut short anywhere is refused', () => {
    const whole = recorded('orders.otlp.bin')
    for (let length = 1; length < whole.length; length++) {
      expect(() => decode(whole.subarray(0, length)), `${length} bytes`).toThrow(OtlpDecodeError)
    }
  })

  test('an id of the wrong length is named with its place', () => {
    const spans = [ids, { ...ids, spanId: Buffer.alloc(3, 1) }]

    expect(() => decode(encode(spans))).toThrow(
      'resourceSpans[0].scopeSpans[0].spans[1].spanId: expected 8 bytes, got 3 bytes',
    )
  })
})

describe('JSON', () => {
  const decode = (json: unknown) =>
    decodeOtlpTraces({
      body: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
      contentType: 'application/json',
    })
  const withSpan = (span: unknown) => ({
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: 'b7ad6b7169203331' }, span] }] }],
  })
  const minimal = { traceId: traceId.toUpperCase(), spanId: 'B7AD6B7169203332' }

  test('ids in capitals, enum names, numbers as text and unknown fields are read', () => {
    const span = {
      ...minimal,
      kind: 'SPAN_KIND_CONSUMER',
      status: { code: 'STATUS_CODE_OK' },
      startTimeUnixNano: 1700000000000000000,
      parentSpanId: '',
      laterAddition: { any: 'thing' },
      attributes: [
        { key: 'huge', value: { intValue: '9223372036854775807' } },
        { key: 'not a number', value: { doubleValue: 'NaN' } },
        { key: 'bytes', value: { bytesValue: 'AP8=' } },
        { key: 'null', value: null },
      ],
    }

    expect(decode(withSpan(span))[1]).toStrictEqual({
      traceId,
      spanId: 'b7ad6b7169203332',
      name: '',
      kind: 'consumer',
      startTime: 1700000000000000000n,
      endTime: 0n,
      status: { code: 'ok' },
      attributes: {
        huge: 9223372036854775807n,
        'not a number': Number.NaN,
        bytes: new Uint8Array([0, 255]),
        null: null,
      },
      events: [],
      links: [],
      service: 'unknown_service',
      resource: {},
      scope: { name: '' },
    })
  })

  test.each([
    [{ ...minimal, traceId: 'xyz' }, 'traceId: expected 32 hex digits, got "xyz"'],
    [{ spanId: minimal.spanId }, 'traceId: expected 32 hex digits, got nothing'],
    [{ ...minimal, parentSpanId: 7 }, 'parentSpanId: expected 16 hex digits, got 7'],
    [{ ...minimal, kind: 'SERVER' }, 'kind: expected a number or one of SPAN_KIND_UNSPECIFIED,'],
    [{ ...minimal, startTimeUnixNano: '1e9' }, 'startTimeUnixNano: expected an integer'],
    [{ ...minimal, endTimeUnixNano: -1 }, 'endTimeUnixNano: expected nanoseconds since 1970'],
    [{ ...minimal, name: [] }, 'name: expected text, got a list'],
    [{ ...minimal, events: {} }, 'events: expected a list, got an object'],
    [{ ...minimal, status: { code: 'FINE' } }, 'status.code: expected a number or one of'],
    [
      { ...minimal, attributes: [{ key: 'a', value: { intValue: 1.5 } }] },
      'attributes[0].value.intValue: expected an integer as number or string, got 1.5',
    ],
    ['a span', ' expected an object, got "a span"'],
  ])('%j is refused with its place', (span, message) => {
    const joint = message.startsWith(' ') ? ':' : '.'

    expect(() => decode(withSpan(span))).toThrow(
      `resourceSpans[0].scopeSpans[0].spans[1]${joint}${message}`,
    )
  })

  test('values nested without end are refused instead of overflowing the stack', () => {
    const depth = 20_000
    const value = '{"arrayValue":{"values":['.repeat(depth) + ']}}'.repeat(depth)
    const span = { ...minimal, attributes: [{ key: 'deep', value: '@' }] }
    const body = JSON.stringify(withSpan(span)).replace('"@"', value)

    expect(() => decode(body)).toThrow('expected at most 64 levels of values')
  })

  test.each([
    ['', 'got 0 bytes'],
    ['[]', 'got a list'],
    ['{"a":', 'got 5 bytes'],
  ])('the body %j is refused', (body, message) => {
    expect(() => decode(body)).toThrow(message)
  })

  test('bytes that are not UTF-8 are refused', () => {
    const body = Buffer.from([0x22, 0xff, 0x22])

    expect(() => decodeOtlpTraces({ body, contentType: 'application/json' })).toThrow(
      OtlpDecodeError,
    )
  })
})

test('another content type is refused with a reason that a receiver can answer 415 to', () => {
  const decode = () => decodeOtlpTraces({ body: new Uint8Array(), contentType: 'text/plain' })

  expect(decode).toThrow('expected content type application/x-protobuf or application/json')
  expect(decode).toThrow(expect.objectContaining({ reason: 'content-type' }))
})
