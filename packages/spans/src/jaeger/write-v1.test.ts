import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyRequest, keptByV1, shownByV1, toJson } from '../generated/index.ts'
import { Double, type Span, type Trace } from '../model.ts'
import { decodeOtlpTraces } from '../otlp/index.ts'
import { makeSpan, makeTrace, testTraceId, toSpanId } from '../testing.ts'
import { readJaegerTraces } from './read.ts'
import { toJaegerTrace, type V1Options } from './write-v1.ts'

const shownOf = (trace: Trace, options?: V1Options) => toJaegerTrace(trace, options).spans
const traceOf = (...spans: Span[]): Trace => ({ traceId: testTraceId, spans })

// The expected texts are what Jaeger 2.13 answered to the same spans.

test('tags have the type that was sent, and integers all of their digits', () => {
  const attributes = {
    double: new Double(3),
    integer: 3,
    huge: 9007199254740993n,
    list: [new Double(3), 9007199254740993n, 1e21, '<&>'],
    map: { b: 1, a: new Double(2) },
    bytes: new Uint8Array(),
    nothing: null,
  }

  const [span] = shownOf(traceOf({ ...makeSpan({ id: 1 }), scope: { name: '' }, attributes }))

  expect(span?.tags).toEqual([
    { key: 'bytes', type: 'binary', value: null },
    { key: 'double', type: 'float64', value: 3 },
    { key: 'huge', type: 'int64', value: '9007199254740993' },
    { key: 'integer', type: 'int64', value: 3 },
    { key: 'list', type: 'string', value: '[3,9007199254740993,1e+21,"\\u003c\\u0026\\u003e"]' },
    { key: 'map', type: 'string', value: '{"a":2,"b":1}' },
    { key: 'nothing', type: 'string', value: '' },
    { key: 'span.kind', type: 'string', value: 'internal' },
  ])
})

test('whatever OTLP says, v1 loses nothing but what its tags and microseconds cannot say', () => {
  fc.assert(
    fc.property(anyRequest, ({ request }) => {
      const body = Buffer.from(toJson(request, 'text'))
      const spans = decodeOtlpTraces({ body, contentType: 'application/json' }).filter(inTime)
      fc.pre(spans.length > 0)
      const trace = { traceId: spans[0]?.traceId ?? '', spans }

      const shown = JSON.parse(JSON.stringify(toJaegerTrace(trace, { raw: true })))

      const read = readJaegerTraces(shown)[0]?.spans.map(shownByV1)
      expect(read).toEqual(spans.map(keptByV1))
    }),
    { numRuns: 50 },
  )
})

/** Jaeger counts in int64, and JSON's numbers hold 2^53: what comes later than 2255 is none. */
function inTime({ startTime, endTime, events }: Span): boolean {
  return [startTime, endTime, ...events.map(({ time }) => time)].every(
    (time) => time < 2n ** 53n * 1000n,
  )
}

test('attributes stay beside the tags that are made of fields', () => {
  const attributes = { 'span.kind': 'mine', error: 'mine' }
  const [span] = shownOf(
    traceOf({
      ...makeSpan({ id: 1, kind: 'server', failed: true, attributes }),
      scope: { name: '' },
      events: [{ name: 'lost', time: 5n, attributes: { a: 1, event: 'own' } }],
    }),
  )

  expect(span?.tags.map(({ key, value }) => [key, value])).toEqual([
    ['error', 'mine'],
    ['error', true],
    ['otel.status_code', 'ERROR'],
    ['span.kind', 'mine'],
    ['span.kind', 'server'],
  ])
  expect(span?.logs[0]?.fields.map(({ value }) => value)).toEqual(['own', 1])
})

test('a kind that nobody said is not shown', () => {
  const { kindNumber: _, ...span } = makeSpan({ id: 1 })

  expect(shownOf(traceOf({ ...span, kindNumber: 0, scope: { name: '' } }))[0]?.tags).toEqual([])
})

describe('references', () => {
  const childOf = (traceID: string, spanID: string) => ({ refType: 'CHILD_OF', traceID, spanID })
  const follows = (traceID: string, spanID: string) => ({
    ...childOf(traceID, spanID),
    refType: 'FOLLOWS_FROM',
  })
  const [parent, other] = [toSpanId(1), 'b'.repeat(32)]

  test('a link to the own parent takes the place of the reference to it', () => {
    const [, span] = shownOf(makeTrace([{ id: 1 }, { id: 2, parent: 1, links: [1] }]))

    expect(span?.references).toEqual([follows(testTraceId, parent)])
  })

  test('one that names no trace is left out of all but a raw trace, with a warning', () => {
    const empty = { traceId: '0'.repeat(32), spanId: toSpanId(7), attributes: {} }
    const kept = { traceId: other, spanId: toSpanId(8), attributes: {} }
    const trace = traceOf({ ...makeSpan({ id: 2 }), links: [empty, kept] })

    const [span] = shownOf(trace)

    expect(span?.references).toEqual([follows(other, toSpanId(8))])
    expect(span?.warnings).toEqual([
      'Invalid span reference removed {TraceID:0000000000000000 SpanID:0000000000000007 RefType:FOLLOWS_FROM XXX_NoUnkeyedLiteral:{} XXX_unrecognized:[] XXX_sizecache:0}',
    ])
    expect(shownOf(trace, { raw: true })[0]).toMatchObject({
      references: [follows('0'.repeat(16), toSpanId(7)), follows(other, toSpanId(8))],
      warnings: null,
    })
  })
})

describe('what the query service says and changes', () => {
  const hosted = (id: number, host: string, start: number, duration: number, parent?: number) =>
    makeSpan({ id, parent, start, duration, resource: { ip: host } })

  test('a parent that is not there', () => {
    expect(shownOf(makeTrace([{ id: 2, parent: 1 }]))[0]?.warnings).toEqual([
      'invalid parent span IDs=0000000000000001; skipping clock skew adjustment',
    ])
    expect(shownOf(makeTrace([{ id: 2, parent: 1 }]), { raw: true })[0]?.warnings).toBe(null)
  })

  test('no length, or a negative one, also of a raw trace', () => {
    const span = makeSpan({ id: 1, duration: 0 })

    for (const raw of [false, true]) {
      expect(shownOf(traceOf(span), { raw })[0]).toMatchObject({
        duration: 0,
        warnings: [
          'Negative duration detected, sanitizing end timestamp. Original end timestamp: 2023-11-14 22:13:20 +0000 UTC, adjusted to: 2023-11-14 22:13:20.000000001 +0000 UTC',
        ],
      })
    }
  })

  test('a child of another host that began before its parent: what it would do', () => {
    const trace = traceOf(hosted(1, 'a', 0, 20), hosted(2, 'b', -3.500123, 5.500123, 1))

    const [, child] = shownOf(trace)

    expect(child?.warnings).toEqual([
      'clock skew adjustment disabled; not applying calculated delta of 10.750061ms',
    ])
    expect(child?.startTime).toBe(1_699_999_999_996_499)
  })

  test('and, where it may, what it did, to the events and to what is below on that host', () => {
    const event = { name: 'e', time: makeSpan({ id: 1, start: -3 }).startTime, attributes: {} }
    const trace = traceOf(
      hosted(1, 'a', 0, 20),
      { ...hosted(2, 'b', -4, 6, 1), events: [event] },
      hosted(3, 'b', -2, 1, 2),
      hosted(4, 'c', 100, 1, 3),
    )

    const shown = shownOf(trace, { maxClockSkew: 20_000_000n })

    const at = 1_700_000_000_000_000
    expect(shown.map(({ startTime }) => startTime - at)).toEqual([0, 7000, 9000, 100_000])
    expect(shown[1]?.logs[0]?.timestamp).toBe(at + 8000)
    expect(shown.map(({ warnings }) => warnings)).toEqual([
      null,
      ["This span's timestamps were adjusted by 11ms"],
      ["This span's timestamps were adjusted by 11ms"],
      ['max clock skew adjustment delta of 20ms exceeded; not applying calculated delta of -91ms'],
    ])
  })

  test('spans of one id; a server that shares it with its client gets one of its own', () => {
    const trace = traceOf(
      makeSpan({ id: 9, name: 'first' }),
      makeSpan({ id: 9, name: 'second' }),
      makeSpan({ id: 9, name: 'call', kind: 'client' }),
      makeSpan({ id: 9, name: 'answer', kind: 'server' }),
    )

    const shown = shownOf(trace)

    const twice = ['duplicate span IDs; skipping clock skew adjustment']
    expect(shown.map(({ warnings }) => warnings)).toEqual([null, twice, twice, null])
    expect(shown[3]).toMatchObject({ spanID: toSpanId(1), references: [{ spanID: toSpanId(9) }] })
  })

  test('warnings that came with the span', () => {
    const attributes = { '@jaeger@warnings': ['hm'] }

    expect(shownOf(traceOf(makeSpan({ id: 1, attributes })))[0]).toMatchObject({ warnings: ['hm'] })
  })

  test('addresses that were packed into numbers, and what tells of the SDK', () => {
    const attributes = {
      ip: 16909060,
      'peer.ipv4': new Double(16909060),
      'telemetry.sdk.name': 'x',
    }
    const span = { ...makeSpan({ id: 1, attributes }), scope: { name: '' } }

    const { spans, processes } = toJaegerTrace(traceOf(span))

    expect(spans[0]?.tags.map(({ value }) => value)).toEqual(['1.2.3.4', '1.2.3.4', 'internal'])
    expect(processes.p1?.tags).toEqual([{ key: 'telemetry.sdk.name', type: 'string', value: 'x' }])
  })
})
