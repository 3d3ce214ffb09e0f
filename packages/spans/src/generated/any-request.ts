import fc from 'fast-check'

/**
 * Requests of one trace with all that OTLP can say, as protobuf's JSON spells it when nothing that
 * is empty is written: what went in is what has to come out.
 */
type Json = Record<string, unknown>

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const someText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const key = fc.oneof(
  someText,
  fc.constantFrom('http.route', '__proto__', 'constructor', '7', 'toJSON', 'é', ' '),
)

const edges = [0n, 1n, 2n ** 31n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n]
const int64 = fc.oneof(
  fc.constantFrom(...edges, ...edges.map((edge) => -edge), -(2n ** 63n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
)
const uint64 = fc.oneof(
  fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 64n - 1n, 1_764_400_000_000_000_160n),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
)
/** Absent for zero, as all numbers of protobuf. */
const uint32 = fc.option(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { nil: undefined, freq: 2 })
const double = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 0, 3, 1e21, 2 ** 53, 1e300))

export const anyValue = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    int64.map((value) => ({ intValue: String(value) })),
    double.map((value) => ({ doubleValue: doubleJson(value) })),
    fc.uint8Array({ maxLength: 6 }).map((bytes) => ({
      bytesValue: Buffer.from(bytes).toString('base64'),
    })),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => ({ arrayValue: listed(values) })),
    pairs(tie('value'), 3).map((values) => ({ kvlistValue: listed(values) })),
  ),
})).value

function doubleJson(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : Object.is(value, -0)
      ? '-0'
      : String(value)
}

function listed(values: unknown[]): Json {
  return values.length > 0 ? { values } : {}
}

function pairs(value: fc.Arbitrary<Json>, maxLength: number): fc.Arbitrary<Json[]> {
  return fc.uniqueArray(fc.record({ key, value }), { maxLength, selector: (pair) => pair.key })
}

const attributes = pairs(anyValue, 4)
const hex = (digits: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })
    .filter((id) => !/^0+$/.test(id))

const event = fc
  .record({ timeUnixNano: uint64, name: text, attributes, droppedAttributesCount: uint32 })
  .map(written)

const link = fc
  .record({
    traceId: hex(32),
    spanId: hex(16),
    traceState: text,
    attributes,
    droppedAttributesCount: uint32,
    flags: uint32,
  })
  .map(written)

const status = fc
  .record({ message: text, code: fc.constantFrom(undefined, 1, 2) })
  .map((given) => written(given))

const span = fc.record({
  spanId: hex(16),
  traceState: text,
  parentSpanId: fc.option(hex(16), { nil: undefined }),
  name: text,
  kind: fc.constantFrom(undefined, 1, 2, 3, 4, 5, 7),
  startTimeUnixNano: uint64,
  endTimeUnixNano: uint64,
  attributes,
  droppedAttributesCount: uint32,
  events: fc.array(event, { maxLength: 2 }),
  droppedEventsCount: uint32,
  links: fc.array(link, { maxLength: 2 }),
  droppedLinksCount: uint32,
  flags: uint32,
})

const entityRef = fc
  .record({
    schemaUrl: text,
    type: text,
    idKeys: fc.array(text, { maxLength: 2 }),
    descriptionKeys: fc.array(text, { maxLength: 2 }),
  })
  .map(written)

const scopeSpans = fc.record({
  scope: fc
    .record({ name: text, version: text, attributes, droppedAttributesCount: uint32 })
    .map(written),
  spans: fc.array(fc.tuple(span, status), { minLength: 1, maxLength: 3 }),
  schemaUrl: text,
})

const resourceSpans = fc.record({
  service: someText,
  resource: fc.record({
    attributes,
    droppedAttributesCount: uint32,
    entityRefs: fc.array(entityRef, { maxLength: 2 }),
  }),
  scopeSpans: fc.array(scopeSpans, { minLength: 1, maxLength: 2 }),
  schemaUrl: text,
})

/** The spans of a request have ids of their own, so that none repeats another. */
export const anyRequest = fc
  .record({ traceId: hex(32), all: fc.array(resourceSpans, { minLength: 1, maxLength: 2 }) })
  .map(({ traceId, all }) => {
    let next = 0
    return {
      traceId,
      request: {
        resourceSpans: all.map(({ service, resource, scopeSpans, schemaUrl }) =>
          written({
            resource: written({ ...resource, attributes: named(resource.attributes, service) }),
            scopeSpans: scopeSpans.map(({ scope, spans, schemaUrl }) =>
              written({
                scope,
                spans: spans.map(([given, status]) => {
                  const spanId = (BigInt(`0x${given.spanId}`) ^ BigInt(++next)) % 2n ** 64n
                  return written({ ...given, traceId, spanId: idOf(spanId), status })
                }),
                schemaUrl,
              }),
            ),
            schemaUrl,
          }),
        ),
      },
    }
  })
  .filter(({ request }) => new Set(idsIn(request)).size === idsIn(request).length)

function idsIn(request: Json): string[] {
  return [
    ...JSON.stringify(request).matchAll(/"spanId":"(\w+)","traceState|"spanId":"(\w+)"/g),
  ].map(([, a, b]) => a ?? b ?? '')
}

function idOf(id: bigint): string {
  return id.toString(16).padStart(16, '0')
}

function named(attributes: Json[], service: string): Json[] {
  return [
    { key: 'service.name', value: { stringValue: service } },
    ...attributes.filter((pair) => pair.key !== 'service.name'),
  ]
}

/** Without what is empty, and 64-bit numbers as text. */
function written(fields: Json): Json {
  const kept = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || value === '' || value === 0n) return []
    if (Array.isArray(value) && value.length === 0) return []
    return [[name, typeof value === 'bigint' ? String(value) : value]]
  })
  return Object.fromEntries(kept)
}
