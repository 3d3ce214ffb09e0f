import { createRequire } from 'node:module'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { decodeOtlpLogs } from './logs.ts'
import { decodeMetricResources } from './metrics.ts'

const folder = join(
  createRequire(import.meta.url).resolve('@elastic/mockotlpserver/package.json'),
  '..',
)

function published(signal: string, name: string): protobuf.Type {
  const root = new protobuf.Root()
  root.resolvePath = (_, target) => join(folder, target)
  root.loadSync(`opentelemetry/proto/collector/${signal}/v1/${signal}_service.proto`)
  return root.lookupType(name)
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const resource = { attributes: [text('service.name', 'shop')] }
const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }

const record = {
  timeUnixNano: '1700000000000000001',
  observedTimeUnixNano: '1700000000000000002',
  severityNumber: 17,
  severityText: 'ERROR',
  body: { kvlistValue: { values: [text('said', 'no')] } },
  attributes: [text('order', '7')],
  droppedAttributesCount: 2,
  flags: 1,
  ...ids,
}

const exported = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [{ scope: { name: 'shop.orders', version: '2' }, logRecords: [record, {}] }],
    },
  ],
}

const nothing = {
  time: 0n,
  observedTime: 0n,
  severityNumber: 0,
  severityText: '',
  body: null,
  attributes: {},
  droppedAttributesCount: 0,
  flags: 0,
  traceId: '',
  spanId: '',
  eventName: '',
}

const decoded = [
  {
    resource: { 'service.name': 'shop' },
    scopeLogs: [
      {
        scope: { name: 'shop.orders', version: '2', attributes: {}, droppedAttributesCount: 0 },
        records: [
          {
            ...nothing,
            time: 1_700_000_000_000_000_001n,
            observedTime: 1_700_000_000_000_000_002n,
            severityNumber: 17,
            severityText: 'ERROR',
            body: { said: 'no' },
            attributes: { order: '7' },
            droppedAttributesCount: 2,
            flags: 1,
            ...ids,
          },
          nothing,
        ],
      },
    ],
  },
]

const json = 'application/json'
const x = 'application/x-protobuf'

function inJson(request: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(request))
}

function inProtobuf(): Uint8Array {
  const type = published('logs', 'ExportLogsServiceRequest')
  const bytes = (id: string) => Buffer.from(id, 'hex')
  const message = type.fromObject({
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            scope: { name: 'shop.orders', version: '2' },
            logRecords: [{ ...record, traceId: bytes(ids.traceId), spanId: bytes(ids.spanId) }, {}],
          },
        ],
      },
    ],
  })
  return type.encode(message).finish()
}

test('log records in JSON and in protobuf read the same', () => {
  expect(decodeOtlpLogs({ body: inJson(exported), contentType: json })).toEqual(decoded)
  expect(decodeOtlpLogs({ body: inProtobuf(), contentType: x })).toEqual(decoded)
})

test('an event has its name, which the copy of the .proto files does not know yet', () => {
  const name = Buffer.from('user.signed_up')
  const field = (tag: number, content: Buffer) =>
    Buffer.concat([Buffer.from([tag, content.length]), content])
  const body = field(0x0a, field(0x12, field(0x12, field((12 << 3) | 2, name))))

  const [first] = decodeOtlpLogs({ body, contentType: x })

  expect(first?.scopeLogs[0]?.records[0]?.eventName).toBe('user.signed_up')
})

test.each([
  [
    { traceId: 'abcd' },
    'resourceLogs[0].scopeLogs[0].logRecords[0].traceId: expected 32 hex digits',
  ],
  [{ body: 'text' }, 'logRecords[0].body'],
  [{ timeUnixNano: 'soon' }, 'logRecords[0].timeUnixNano: expected an integer'],
  [{ severityNumber: 'LOUD' }, 'severityNumber: expected a number or one of'],
])('a record of %j is refused with its place', (wrong, message) => {
  const body = inJson({ resourceLogs: [{ scopeLogs: [{ logRecords: [wrong] }] }] })

  expect(() => decodeOtlpLogs({ body, contentType: json })).toThrow(message)
})

test('bytes that are no export of logs are refused', () => {
  const cut = inProtobuf().subarray(0, -3)

  expect(() => decodeOtlpLogs({ body: cut, contentType: x })).toThrow(
    'expected an ExportLogsServiceRequest in protobuf',
  )
})

test('of metrics the senders are read', () => {
  const metrics = { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: 'up' }] }] }] }
  const type = published('metrics', 'ExportMetricsServiceRequest')
  const body = type.encode(type.fromObject(metrics)).finish()

  expect(decodeMetricResources({ body, contentType: x })).toEqual([{ 'service.name': 'shop' }])
  expect(decodeMetricResources({ body: inJson(metrics), contentType: json })).toEqual([
    { 'service.name': 'shop' },
  ])
})
