import { expect, test } from 'vitest'
import { readPropagators, readServiceName, readTraceSettings } from './settings.ts'

test('an empty environment gives the defaults of the specification', () => {
  const settings = readTraceSettings({})

  expect(settings).toEqual({
    disabled: false,
    serviceName: 'unknown_service',
    exporters: ['otlp'],
    otlpProtocol: 'http/protobuf',
    batch: {
      maxQueueSize: 2048,
      scheduledDelayMillis: 5000,
      exportTimeoutMillis: 30_000,
      maxExportBatchSize: 512,
    },
    serverSpans: 'channels',
  })
})

test('every variable is read, whatever the space around it', () => {
  const settings = readTraceSettings({
    OTEL_SDK_DISABLED: ' TRUE ',
    OTEL_SERVICE_NAME: ' orders ',
    OTEL_TRACES_EXPORTER: ' jaeger , console ',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_MAX_QUEUE_SIZE: '8',
    OTEL_BSP_SCHEDULE_DELAY: ' 0 ',
    OTEL_BSP_EXPORT_TIMEOUT: '9',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '4',
    SERVER_SPANS: ' stock ',
  })

  expect(settings).toEqual({
    disabled: true,
    serviceName: 'orders',
    exporters: ['jaeger', 'console'],
    otlpProtocol: 'http/json',
    batch: {
      maxQueueSize: 8,
      scheduledDelayMillis: 0,
      exportTimeoutMillis: 9,
      maxExportBatchSize: 4,
    },
    serverSpans: 'stock',
  })
})

test('a variable that is set and empty is as if it were not set', () => {
  const empty = {
    OTEL_SDK_DISABLED: '',
    OTEL_SERVICE_NAME: '',
    OTEL_TRACES_EXPORTER: '',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: '',
    OTEL_EXPORTER_OTLP_PROTOCOL: '',
    OTEL_BSP_MAX_QUEUE_SIZE: '',
  }

  expect(readTraceSettings(empty)).toEqual(readTraceSettings({}))
})

test('the protocol for traces wins over the one for all signals', () => {
  const { otlpProtocol } = readTraceSettings({
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
  })

  expect(otlpProtocol).toBe('http/json')
})

test.each([
  [
    { OTEL_TRACES_EXPORTER: 'zipkin' },
    'OTEL_TRACES_EXPORTER: expected one of otlp, jaeger, console, none, got "zipkin"',
  ],
  [
    { OTEL_TRACES_EXPORTER: 'none,otlp' },
    'OTEL_TRACES_EXPORTER: expected "none" alone, got "none,otlp"',
  ],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL: expected one of http/protobuf, http/json, got "grpc"',
  ],
  [
    { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'tcp' },
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: expected one of http/protobuf, http/json, got "tcp"',
  ],
  [
    { OTEL_BSP_SCHEDULE_DELAY: '5s' },
    'OTEL_BSP_SCHEDULE_DELAY: expected a whole number of 0 to 2147483647, got "5s"',
  ],
  // Node turns a longer timer into one of 1 ms.
  [
    { OTEL_BSP_EXPORT_TIMEOUT: '2147483648' },
    'OTEL_BSP_EXPORT_TIMEOUT: expected a whole number of 1 to 2147483647, got "2147483648"',
  ],
  [
    { OTEL_BSP_MAX_QUEUE_SIZE: '0' },
    'OTEL_BSP_MAX_QUEUE_SIZE: expected a whole number of 1 to 2147483647, got "0"',
  ],
  // The stock processor would divide by this zero, and flush forever.
  [
    { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '0' },
    'OTEL_BSP_MAX_EXPORT_BATCH_SIZE: expected a whole number of 1 to 2147483647, got "0"',
  ],
])('%o is refused by name', (env, message) => {
  expect(() => readTraceSettings(env)).toThrow(new Error(message))
})

test('a name that is given twice exports once', () => {
  const { exporters } = readTraceSettings({ OTEL_TRACES_EXPORTER: 'otlp,otlp' })

  expect(exporters).toEqual(['otlp'])
})

test.each([
  ['service.name=shop', 'shop'],
  ['team=a, service.name = my%20shop ,x=y', 'my shop'],
  ['service.name=a=b', 'a=b'],
  // This is not percent-encoded. It is taken as it is, so that the process can start.
  ['service.name=50%', '50%'],
  ['team=a', 'unknown_service'],
  ['service.name=', 'unknown_service'],
])('without OTEL_SERVICE_NAME the resource attributes %s name the service', (attributes, name) => {
  expect(readServiceName({ OTEL_RESOURCE_ATTRIBUTES: attributes })).toBe(name)
})

test('OTEL_SERVICE_NAME wins over the resource attributes', () => {
  const env = { OTEL_SERVICE_NAME: 'orders', OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop' }

  expect(readServiceName(env)).toBe('orders')
})

test.each([
  [undefined, ['tracecontext', 'baggage']],
  [' , ', ['tracecontext', 'baggage']],
  [' b3, tracecontext ,b3', ['b3', 'tracecontext']],
  ['tracecontext,none', []],
])('OTEL_PROPAGATORS=%s is %j', (OTEL_PROPAGATORS, names) =>
  expect(readPropagators({ OTEL_PROPAGATORS })).toEqual(names),
)
