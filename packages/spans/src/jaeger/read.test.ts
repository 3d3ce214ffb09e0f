import { describe, expect, test } from 'vitest'
import { outline } from '../testing.ts'
import { JaegerError, readJaegerTraces, readJaegerV3 } from './read.ts'

const traceID = '0af7651916cd43dd8448eb211c80319c'
const tag = (key: string, type: string, value: unknown) => ({ key, type, value })

function v1Span(spanID: string, operationName: string, more: object = {}) {
  return {
    traceID,
    spanID,
    operationName,
    references: [],
    startTime: 1700000000000001,
    duration: 1500,
    tags: [],
    logs: [],
    processID: 'p1',
    warnings: null,
    ...more,
  }
}

function v1(...spans: object[]) {
  const processes = { p1: { serviceName: 'orders', tags: [tag('process.pid', 'int64', 42)] } }
  return {
    data: [{ traceID, spans, processes, warnings: null }],
    total: 0,
    limit: 0,
    offset: 0,
    errors: null,
  }
}

describe("Jaeger's own JSON", () => {
  test('tags become kind, status, scope and trace state again', () => {
    const span = v1Span('1', 'GET', {
      tags: [
        tag('span.kind', 'string', 'client'),
        tag('error', 'bool', true),
        tag('otel.status_code', 'string', 'ERROR'),
        tag('otel.status_description', 'string', 'boom'),
        tag('otel.scope.name', 'string', 'undici'),
        tag('otel.scope.version', 'string', '1.2'),
        tag('w3c.tracestate', 'string', 'a=b'),
        tag('internal.span.format', 'string', 'otlp'),
        tag('http.response.status_code', 'int64', 500),
        tag('huge', 'int64', '9223372036854775807'),
        tag('ratio', 'float64', 0.5),
        tag('yes', 'bool', true),
        tag('bytes', 'binary', 'AP8='),
      ],
      logs: [
        {
          timestamp: 1700000000000100,
          fields: [tag('event', 'string', 'exception'), tag('why', 'string', 'x')],
        },
      ],
    })

    expect(readJaegerTraces(v1(span))).toStrictEqual([
      {
        traceId: traceID,
        spans: [
          {
            traceId: traceID,
            spanId: '0000000000000001',
            name: 'GET',
            kind: 'client',
            service: 'orders',
            startTime: 1700000000000001000n,
            endTime: 1700000000001501000n,
            status: { code: 'error', message: 'boom' },
            attributes: {
              'http.response.status_code': 500,
              huge: 9223372036854775807n,
              ratio: 0.5,
              yes: true,
              bytes: new Uint8Array([0, 255]),
            },
            events: [{ name: 'exception', time: 1700000000000100000n, attributes: { why: 'x' } }],
            links: [],
            resource: { 'service.name': 'orders', 'process.pid': 42 },
            scope: { name: 'undici', version: '1.2' },
            traceState: 'a=b',
          },
        ],
      },
    ])
  })

  test('CHILD_OF is the parent, the other references are links', () => {
    const to = (refType: string, spanID: string, trace = traceID) => ({
      refType,
      traceID: trace,
      spanID,
    })
    const span = v1Span('2', 'x', {
      references: [
        to('FOLLOWS_FROM', '3'),
        to('CHILD_OF', '1'),
        to('FOLLOWS_FROM', '7', 'b'.repeat(32)),
      ],
    })

    const read = readJaegerTraces(v1(span))[0]?.spans[0]

    expect(read).toMatchObject({
      parentSpanId: '0000000000000001',
      links: [
        { traceId: traceID, spanId: '0000000000000003' },
        { traceId: 'b'.repeat(32), spanId: '0000000000000007' },
      ],
    })
  })

  test('a link to the own parent, of which Jaeger keeps FOLLOWS_FROM alone, is parent and link', () => {
    const references = [{ refType: 'FOLLOWS_FROM', traceID, spanID: '1' }]
    const traces = readJaegerTraces(
      v1(v1Span('1', 'publish'), v1Span('2', 'process', { references })),
    )

    expect(outline(traces[0])).toBe('orders: publish\n  orders: process\n')
    expect(traces[0]?.spans[1]?.links).toHaveLength(1)
  })

  test('a status of OK, and a tag error=false, are kept apart', () => {
    const tags = [tag('error', 'bool', false), tag('otel.status_code', 'string', 'OK')]

    expect(readJaegerTraces(v1(v1Span('1', 'x', { tags })))[0]?.spans[0]).toMatchObject({
      status: { code: 'ok' },
      attributes: { error: false },
    })
  })

  test('a short trace id is filled up, a single trace and a list of them are read', () => {
    const answer = v1({ ...v1Span('1', 'x'), traceID: 'AB' })
    const id = 'ab'.padStart(32, '0')

    expect(readJaegerTraces(answer)[0]?.traceId).toBe(id)
    expect(readJaegerTraces(answer.data)[0]?.traceId).toBe(id)
    expect(readJaegerTraces(answer.data[0])[0]?.traceId).toBe(id)
  })

  test.each([
    ['no envelope', {}, 'not-jaeger', 'data: expected a list of traces, got nothing'],
    ['nothing', undefined, 'not-jaeger', 'expected an object, got nothing'],
    ['an empty trace', v1(), 'not-jaeger', 'data[0].spans: expected at least one span'],
    [
      'a span of no process',
      v1(v1Span('1', 'x', { processID: 'p9' })),
      'not-jaeger',
      'data[0].spans[0].processes.p9: expected an object, got nothing',
    ],
    [
      'a span of a process that only JavaScript knows',
      v1(v1Span('1', 'x', { processID: 'constructor' })),
      'not-jaeger',
      'data[0].spans[0].processes.constructor: expected an object, got nothing',
    ],
    [
      'an error',
      { data: null, errors: [{ code: 404, msg: 'trace not found' }] },
      'not-found',
      'trace not found',
    ],
  ])('%s is refused', (_, json, reason, message) => {
    expect(() => readJaegerTraces(json)).toThrow(JaegerError)
    expect(() => readJaegerTraces(json)).toThrow(expect.objectContaining({ reason }))
    expect(() => readJaegerTraces(json)).toThrow(message)
  })
})

describe('the OTLP JSON of /api/v3', () => {
  test('spans are sorted into their traces', () => {
    const span = (traceId: string, spanId: string) => ({ traceId, spanId, name: 'x' })
    const spans = [
      span(traceID, '1'.repeat(16)),
      span('b'.repeat(32), '2'.repeat(16)),
      span(traceID, '3'.repeat(16)),
    ]

    const traces = readJaegerV3({ result: { resourceSpans: [{ scopeSpans: [{ spans }] }] } })

    expect(traces.map(({ traceId, spans }) => [traceId, spans.length])).toEqual([
      [traceID, 2],
      ['b'.repeat(32), 1],
    ])
  })

  test('an error and a wrong shape are told apart', () => {
    const missing = { error: { httpCode: 404, message: 'No traces found' } }

    expect(() => readJaegerV3(missing)).toThrow(expect.objectContaining({ reason: 'not-found' }))
    expect(() => readJaegerV3({})).toThrow('result: expected an object, got nothing')
  })
})
