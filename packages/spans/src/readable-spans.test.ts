import { expect, test } from 'vitest'
import { fromReadableSpans, type ReadableSpanLike } from './readable-spans.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const idOf = (digit: string) => digit.repeat(16)
const contextOf = (digit: string) => ({ traceId, spanId: idOf(digit), traceFlags: 1 })

function readable(digit: string, more: Partial<ReadableSpanLike> = {}): ReadableSpanLike {
  return {
    name: `span ${digit}`,
    kind: 0,
    spanContext: () => contextOf(digit),
    startTime: [1700000000, 123456789],
    endTime: [1700000001, 5],
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    resource: { attributes: { 'service.name': 'orders' } },
    instrumentationScope: { name: 'http', version: '1.2' },
    ...more,
  }
}

test('all that a span holds is kept', () => {
  const span = readable('2', {
    kind: 2,
    spanContext: () => ({ ...contextOf('2'), traceState: { serialize: () => 'a=b' } }),
    parentSpanContext: { ...contextOf('1'), isRemote: true },
    status: { code: 2, message: 'boom' },
    attributes: { code: 500, list: ['a', undefined], none: undefined },
    links: [{ context: contextOf('3') }],
    events: [{ name: 'exception', time: [1700000000, 7], attributes: { why: 'x' } }],
  })

  expect(fromReadableSpans([span])).toStrictEqual([
    {
      traceId,
      spans: [
        {
          traceId,
          spanId: idOf('2'),
          parentSpanId: idOf('1'),
          name: 'span 2',
          kind: 'client',
          service: 'orders',
          startTime: 1700000000123456789n,
          endTime: 1700000001000000005n,
          status: { code: 'error', message: 'boom' },
          attributes: { code: 500, list: ['a', null] },
          events: [{ name: 'exception', time: 1700000000000000007n, attributes: { why: 'x' } }],
          links: [{ traceId, spanId: idOf('3'), attributes: {} }],
          resource: { 'service.name': 'orders' },
          scope: { name: 'http', version: '1.2' },
          traceState: 'a=b',
          flags: 0x301,
        },
      ],
    },
  ])
})

test('spans of the 1.x line name parent and scope in their own way', () => {
  const { instrumentationScope: _, ...span } = readable('2')
  const old = { ...span, parentSpanId: idOf('1'), instrumentationLibrary: { name: 'express' } }

  expect(fromReadableSpans([old])[0]?.spans[0]).toMatchObject({
    parentSpanId: idOf('1'),
    scope: { name: 'express' },
  })
})

test('spans are sorted into their traces, a nameless service is unknown', () => {
  const other = readable('2', {
    spanContext: () => ({ ...contextOf('2'), traceId: 'b'.repeat(32) }),
    resource: { attributes: {} },
  })

  const traces = fromReadableSpans([readable('1'), other, readable('3')])

  expect(traces.map(({ spans }) => spans.map(({ service }) => service))).toEqual([
    ['orders', 'orders'],
    ['unknown_service'],
  ])
})

test('no span makes no trace', () => {
  expect(fromReadableSpans([])).toEqual([])
})
