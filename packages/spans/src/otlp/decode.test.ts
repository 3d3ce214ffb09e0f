import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { proto } from '../generated/encode.ts'
import { Double, type Span } from '../model.ts'
import { decodeOtlpTraces, OtlpDecodeError } from './index.ts'

const protobufType = 'application/x-protobuf'
const traceId = '0af7651916cd43dd8448eb211c80319c'

/** Recorded from @opentelemetry/otlp-transformer 0.223.0, both encodings of the same two spans. */
const recorded = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))

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
    links: [
      { traceId: '1'.repeat(32), spanId: '2'.repeat(16), attributes: { why: 'retry' }, flags: 257 },
    ],
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

  test('every field of a span is read', () => {
    const attributes = [{ key: 'a', value: { stringValue: 'b' } }]
    const link = {
      traceId: Buffer.alloc(16, 1),
      spanId: Buffer.alloc(8, 2),
      traceState: 'x=y',
      flags: 1,
    }

    const [span] = decode(
      encode(
        [
          {
            ...ids,
            parentSpanId: Buffer.alloc(8, 0xef),
            traceState: 'v=1',
            name: 'work',
            kind: 5,
            startTimeUnixNano: '1700000000123456789',
            endTimeUnixNano: '1700000000223456789',
            attributes,
            droppedAttributesCount: 3,
            events: [{ timeUnixNano: '5', name: 'e', attributes, droppedAttributesCount: 1 }],
            droppedEventsCount: 4,
            links: [{ ...link, attributes, droppedAttributesCount: 2 }],
            droppedLinksCount: 5,
            status: { message: 'no', code: 2 },
            flags: 769,
          },
        ],
        { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] },
      ),
    )

    expect(span).toStrictEqual({
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      parentSpanId: 'ef'.repeat(8),
      traceState: 'v=1',
      name: 'work',
      kind: 'consumer',
      startTime: 1700000000123456789n,
      endTime: 1700000000223456789n,
      attributes: { a: 'b' },
      droppedAttributesCount: 3,
      droppedEventsCount: 4,
      droppedLinksCount: 5,
      events: [{ time: 5n, name: 'e', attributes: { a: 'b' }, droppedAttributesCount: 1 }],
      links: [
        {
          traceId: '01'.repeat(16),
          spanId: '02'.repeat(8),
          attributes: { a: 'b' },
          traceState: 'x=y',
          flags: 1,
          droppedAttributesCount: 2,
        },
      ],
      status: { code: 'error', message: 'no' },
      flags: 769,
      service: 's',
      resource: { 'service.name': 's' },
      scope: { name: '' },
    })
  })

  test('a kind and a status code that a later version may add are the default', () => {
    const spans = [
      { ...ids, kind: 77, status: { code: 9 } },
      { ...ids, kind: -1, status: { code: -1 } },
    ]

    expect(decode(encode(spans))).toMatchObject([
      { kind: 'internal', status: { code: 'unset' } },
      { kind: 'internal', status: { code: 'unset' } },
    ])
  })

  test('whole numbers of every length are exact', () => {
    const powers = Array.from({ length: 64 }, (_, bit) => 2n ** BigInt(bit))
    const values = powers.flatMap((power) => [power - 1n, power, -power, 1n - power])
    const inRange = values.filter((value) => BigInt.asIntN(64, value) === value)
    const attributes = inRange.map((value) => ({
      key: `${value}`,
      value: { intValue: `${value}` },
    }))

    const [span] = decode(encode([{ ...ids, attributes }]))

    expect(inRange.length).toBeGreaterThan(200)
    for (const [text, value] of Object.entries(span?.attributes ?? {})) {
      expect(value).toBe(Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text))
    }
    expect(Object.keys(span?.attributes ?? {})).toHaveLength(new Set(inRange).size)
  })

  test('texts of every length and script are read, the same ones again and again', () => {
    const texts = [
      '',
      'a',
      'é',
      '💥',
      'x'.repeat(64),
      'x'.repeat(65),
      'ü'.repeat(40),
      '\u0000',
      '日本',
    ]
    const many = [...texts, ...Array.from({ length: 20_000 }, (_, at) => `text ${at}`), ...texts]
    const attributes = [
      { key: 'k', value: { arrayValue: { values: many.map((stringValue) => ({ stringValue })) } } },
    ]

    expect(decode(encode([{ ...ids, attributes }]))[0]?.attributes.k).toEqual(many)
  })

  const bytes = (...parts: (number | Uint8Array)[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)))
  const sized = (field: number, content: Uint8Array) => {
    const length: number[] = []
    for (let rest = content.length; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80)
    length.push(content.length >>> (7 * length.length))
    return bytes((field << 3) | 2, Buffer.from(length), content)
  }
  /** A request of one span that holds `fields` beside its ids, with `before` in front of its scope. */
  const spanOf = (...fields: Uint8Array[]) => {
    const span = bytes(sized(1, ids.traceId), sized(2, ids.spanId), ...fields)
    return sized(1, sized(2, sized(2, span)))
  }

  test('a resource that stands behind its spans is theirs', () => {
    const name = sized(
      1,
      bytes(sized(1, Buffer.from('service.name')), sized(2, sized(1, Buffer.from('s')))),
    )
    const span = bytes(sized(1, ids.traceId), sized(2, ids.spanId))
    const request = sized(1, bytes(sized(2, sized(2, span)), sized(1, name)))

    expect(decode(request)).toMatchObject([{ service: 's', resource: { 'service.name': 's' } }])
  })

  test.each([
    ['varint', bytes(0x80 | 0x58, 0x06, 0xff, 0x01)],
    ['eight bytes', bytes(0x80 | 0x59, 0x06, Buffer.alloc(8, 1))],
    ['four bytes', bytes(0x80 | 0x5d, 0x06, Buffer.alloc(4, 1))],
    ['text', bytes(0x80 | 0x5a, 0x06, 2, Buffer.alloc(2, 1))],
    ['group', bytes(0x80 | 0x5b, 0x06, 0x08, 1, 0x0b, 0x0c, 0x80 | 0x5c, 0x06)],
    ['name as a number', bytes(0x28, 7)],
  ])('an unknown field of type %s is stepped over', (_, field) => {
    const after = sized(5, Buffer.from('after'))

    expect(decode(spanOf(field, after))).toMatchObject([{ name: 'after' }])
  })

  test.each([
    ['field number 0', bytes(0x02, 0), 'field number 0'],
    ['wire type 6', bytes(0x5e), 'wire type 6'],
    ['the end of no group', bytes(0x5c), 'the end of no group'],
    ['a group without an end', bytes(0x5b), 'in the middle of a value'],
    ['groups without end', Buffer.alloc(100, 0x5b), 'groups nested without end'],
    ['a varint of eleven bytes', bytes(0x30, Buffer.alloc(10, 0xff), 1), 'more than ten bytes'],
    ['a text longer than its span', bytes((5 << 3) | 2, 100, 0x61), '100 bytes announced'],
    ['four bytes of a time', bytes((7 << 3) | 1, Buffer.alloc(4)), 'in the middle of a value'],
  ])('%s is refused', (_, field, reason) => {
    const decoding = () => decode(spanOf(field))

    expect(decoding).toThrow(OtlpDecodeError)
    expect(decoding).toThrow(reason)
  })

  test('of a text that is not UTF-8 the rest is kept, and the span with it', () => {
    const name = sized(5, Buffer.from([0x61, 0xff, 0x62]))
    const key = sized(1, Buffer.concat([Buffer.from('key'), Buffer.from('é').subarray(0, 1)]))
    const attribute = sized(9, bytes(key, sized(2, sized(1, Buffer.from([0xfe])))))

    expect(decode(spanOf(name, attribute))).toMatchObject([
      { name: 'a\ufffdb', attributes: { 'key\ufffd': '\ufffd' } },
    ])
  })

  test('values nested without end are refused', () => {
    const nest = (depth: number) => {
      let value: Uint8Array = sized(1, Buffer.from('x'))
      for (let level = 0; level < depth; level++) {
        const list = sized(1, value)
        value = sized(5, list)
      }
      return sized(9, bytes(sized(1, Buffer.from('k')), sized(2, value)))
    }
    const request = (depth: number) =>
      sized(1, sized(2, sized(2, bytes(sized(1, ids.traceId), sized(2, ids.spanId), nest(depth)))))

    expect(decode(request(60))).toHaveLength(1)
    expect(() => decode(request(70))).toThrow(
      'resourceSpans[0].scopeSpans[0].spans[0]: expected at most 64 levels of values',
    )
    expect(() => decode(request(20_000))).toThrow(OtlpDecodeError)
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
    expect(() => decode(encode([{ ...ids, links: [{ traceId: ids.spanId }] }]))).toThrow(
      'spans[0].links[0].traceId: expected 16 bytes, got 8 bytes',
    )
  })

  test('a span, and a link, that says no id is taken, as real Jaeger takes it', () => {
    const [traceId, spanId] = ['0'.repeat(32), '0'.repeat(16)]

    expect(decode(encode([{ name: 'a' }, { ...ids, links: [{}] }]))).toMatchObject([
      { traceId, spanId, name: 'a' },
      { links: [{ traceId, spanId, attributes: {} }] },
    ])
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
    [
      { ...minimal, links: [{ spanId: 'ab' }] },
      'links[0].spanId: expected 16 hex digits, got "ab"',
    ],
    [
      { ...minimal, flags: 2 ** 32 },
      'flags: expected an uint32, 0 to 4294967295, got "4294967296"',
    ],
    [{ ...minimal, flags: 'x' }, 'flags: expected an integer as number or string, got "x"'],
    [{ ...minimal, parentSpanId: 7 }, 'parentSpanId: expected 16 hex digits, got 7'],
    [{ ...minimal, kind: 'SERVER' }, 'kind: expected a number or one of SPAN_KIND_UNSPECIFIED,'],
    [{ ...minimal, startTimeUnixNano: '1e9' }, 'startTimeUnixNano: expected an integer'],
    [{ ...minimal, endTimeUnixNano: -1 }, 'endTimeUnixNano: expected an uint64, 0 to'],
    [
      { ...minimal, attributes: [{ key: 'a', value: { intValue: '9223372036854775808' } }] },
      'attributes[0].value.intValue: expected an int64, -9223372036854775808 to',
    ],
    [
      { ...minimal, attributes: [{ key: 'a', value: { doubleValue: '1e400' } }] },
      'attributes[0].value.doubleValue: expected a number, got "1e400"',
    ],
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

  test('numbers keep their type and their digits, written as numbers or as text', () => {
    const attributes = [
      '{"key":"integer","value":{"intValue":3}}',
      '{"key":"double","value":{"doubleValue":3}}',
      '{"key":"double as text","value":{"doubleValue":"3"}}',
      '{"key":"huge","value":{"intValue":9007199254740993}}',
      '{"key":"huge as text","value":{"intValue":"9007199254740993"}}',
      '{"key":"least","value":{"intValue":-9223372036854775808}}',
      '{"key":"large double","value":{"doubleValue":123456789012345678}}',
      '{"key":"list","value":{"arrayValue":{"values":[{"doubleValue":-0},{"doubleValue":0.5}]}}}',
    ]
    const span = `{"name":"n 1700000000000000160: 1700000000000000160","flags":"257",
      "startTimeUnixNano":1700000000000000160,"endTimeUnixNano": 18446744073709551615,
      "attributes":[${attributes}]}`
    const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`

    expect(decode(body)).toMatchObject([
      {
        name: 'n 1700000000000000160: 1700000000000000160',
        flags: 257,
        startTime: 1700000000000000160n,
        endTime: 18446744073709551615n,
        attributes: {
          integer: 3,
          double: new Double(3),
          'double as text': new Double(3),
          huge: 9007199254740993n,
          'huge as text': 9007199254740993n,
          least: -9223372036854775808n,
          'large double': 123456789012345680,
          list: [new Double(-0), 0.5],
        },
      },
    ])
  })

  test('names of fields in snake case are read, too, as protobuf wants it of readers', () => {
    const span = { trace_id: traceId, span_id: 'b7ad6b7169203332', start_time_unix_nano: '7' }
    const value = { string_value: 'a_b' }
    const resource = { attributes: [{ key: 'service.name', value }] }
    const body = { resource_spans: [{ resource, scope_spans: [{ spans: [span] }] }] }

    expect(decode(body)).toMatchObject([{ traceId, startTime: 7n, service: 'a_b' }])
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
