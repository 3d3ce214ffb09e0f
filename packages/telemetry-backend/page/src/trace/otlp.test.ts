import { expect, test } from 'vitest'
import { decodeOtlp } from './otlp.ts'

const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }

test('a span takes its service, resource and scope from around it', () => {
  const [span] = decodeOtlp({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] },
        scopeSpans: [
          {
            scope: { name: '@opentelemetry/instrumentation-http', version: '0.223.0' },
            spans: [
              {
                ...ids,
                parentSpanId: 'b7ad6b7169203331',
                name: 'POST /orders',
                kind: 2,
                startTimeUnixNano: '1700000000000000001',
                endTimeUnixNano: '1700000000038000001',
                status: { code: 2, message: 'broken' },
                events: [{ name: 'exception', timeUnixNano: '1700000000000000002' }],
                links: [ids],
              },
            ],
          },
        ],
      },
    ],
  })

  expect(span).toMatchObject({
    service: 'orders',
    kind: 'server',
    parentSpanId: 'b7ad6b7169203331',
    startTime: 1_700_000_000_000_000_001n,
    endTime: 1_700_000_000_038_000_001n,
    status: { code: 'error', message: 'broken' },
    scope: { name: '@opentelemetry/instrumentation-http', version: '0.223.0' },
    events: [{ name: 'exception', time: 1_700_000_000_000_000_002n, attributes: {} }],
    links: [{ ...ids, attributes: {} }],
  })
})

test.each([
  [{ stringValue: '' }, ''],
  [{ boolValue: false }, false],
  [{ intValue: '201' }, 201],
  [{ intValue: '9007199254740993' }, 9_007_199_254_740_993n],
  [{ doubleValue: 0.5 }, 0.5],
  [{ arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }] } }, ['a', 1]],
  [{ kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } }, { k: true }],
  [{ bytesValue: 'AQI=' }, new Uint8Array([1, 2])],
  [undefined, null],
])('the attribute value %o is %o', (value, expected) => {
  expect(decodeOne([{ key: 'x', ...(value && { value }) }])?.attributes).toEqual({ x: expected })
})

test('a resource without a name is an unknown service, an empty answer holds no spans', () => {
  expect(decodeOne([])?.service).toBe('unknown_service')
  expect(decodeOtlp({})).toEqual([])
})

function decodeOne(attributes: { key: string; value?: object }[]) {
  return decodeOtlp({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, attributes }] }] }] })[0]
}
