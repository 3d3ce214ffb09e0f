import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkSdkSettings } from './sdk-settings.ts'
import { otlpJson, sentSpans } from './test-otlp.ts'
import { runNode } from './test-process.ts'
import { type HttpReceiver, withHttpReceiver } from './test-receivers.ts'

const url = 'expected a URL with http:// or https://'
const headers =
  'expected key=value pairs of HTTP headers, values percent-encoded, with commas between them'
const file = 'expected a file that can be read'
const wholeFrom = (least: number) => `expected a whole number of ${least} to 2147483647`

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', `${url}, got "localhost:4318"`],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector', `${url}, got "collector"`],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'grpc://host:4317', `${url}, got "grpc://host:4317"`],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'htp://me:hush@host', `${url}, got "htp://[redacted]@host"`],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key', `${headers}, got another form at pair 1`],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=1,api-key: hush', `${headers}, got another form at pair 2`],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api key=hush', `${headers}, got another form at pair 1`],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=', `${headers}, got another form at pair 1`],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=50%', `${headers}, got another form at pair 1`],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=a%0Ab', `${headers}, got another form at pair 1`],
  ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'cookie=a;b', `${headers}, got another form at pair 1`],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '5s', `${wholeFrom(1)}, got "5s"`],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '0', `${wholeFrom(1)}, got "0"`],
  ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', '-1', `${wholeFrom(1)}, got "-1"`],
  ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/no/ca.pem', `${file}, got "/no/ca.pem" (ENOENT)`],
  ['OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY', '/', `${file}, got "/" (EISDIR)`],
  ['OTEL_EXPORTER_JAEGER_ENDPOINT', 'host:14268/api/traces', `${url}, got "host:14268/api/traces"`],
  [
    'OTEL_EXPORTER_JAEGER_AGENT_PORT',
    '66666',
    'expected a whole number of 1 to 65535, got "66666"',
  ],
  ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'many', `${wholeFrom(0)}, got "many"`],
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '0', `${wholeFrom(1)}, got "0"`],
  ['OTEL_SPAN_EVENT_COUNT_LIMIT', '-1', `${wholeFrom(0)}, got "-1"`],
])('%s=%s is refused by name', (variable, value, message) => {
  expect(() => checkSdkSettings({ [variable]: value }, ['otlp', 'jaeger'])).toThrow(
    new Error(`${variable}: ${message}`),
  )
})

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', ' https://collector.example.com/otlp '],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://[::1]:4318'],
  ['OTEL_EXPORTER_OTLP_HEADERS', ' api-key = a%3Bb%20c , x-tenant=shop==,'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', ' 5000 '],
  ['OTEL_EXPORTER_OTLP_CERTIFICATE', fileURLToPath(import.meta.url)],
  ['OTEL_SPAN_LINK_COUNT_LIMIT', '0'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', ' '],
])('%s=%s is taken', (variable, value) => {
  expect(() => checkSdkSettings({ [variable]: value }, ['otlp'])).not.toThrow()
})

test('the settings of an exporter that is not used are not looked at', () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'x', OTEL_EXPORTER_JAEGER_ENDPOINT: 'x' }

  expect(() => checkSdkSettings(env, ['none'])).not.toThrow()
})

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', `: ${url}, got "localhost:4318"`],
  [
    'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    'http,pgg',
    ': expected names like http, express, undici, pg, got "http,pgg": ' +
      'Provided instrumentation name "@opentelemetry/instrumentation-pgg" not found',
  ],
  [
    'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    'fetch',
    ': expected names like http, express, undici, pg, got "fetch": ' +
      'Provided instrumentation name "@opentelemetry/instrumentation-fetch" not found',
  ],
])('%s=%s ends the process with one line', async (variable, value, message) => {
  const { exitCode, stdout, stderr } = await runNode({
    code: `console.log('started')`,
    env: { [variable]: value },
  })

  expect(stderr).toBe(`telemetry: ${variable}${message}\n`)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
})

/** A call within a span. Before it, OpenTelemetry writes lines about the settings. */
const oneCall = `
  import { shutdownTelemetry, withSpan } from './src/index.ts'
  await withSpan('place_order', () => fetch(process.env.CALLED + '/called'))
  await shutdownTelemetry()
  process.exit()`

async function callWith(env: Record<string, string>, receiver: HttpReceiver) {
  const here = { CALLED: receiver.url, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...otlpJson }
  const { stdout, exitCode } = await runNode({ code: oneCall, env: { ...here, ...env } })
  const lines = stdout.split('\n').filter(Boolean)
  const on = (path: string) => receiver.received.find((request) => request.path === path)
  return {
    exitCode,
    lines: lines.map((line) => JSON.parse(line)),
    traceparent: on('/called')?.headers.traceparent,
    encoding: on('/v1/traces')?.headers['content-encoding'],
    sent: sentSpans(receiver),
  }
}

const unusable = {
  OTEL_TRACES_SAMPLER: 'foo',
  OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd',
  OTEL_LOG_LEVEL: 'loud',
  OTEL_SDK_DISABLED: 'yes',
  OTEL_NODE_RESOURCE_DETECTORS: 'env,foo',
  OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop,load=50%',
}

/** One for each of them, in alphabetical order. */
const warnings = [
  "Configuration: OTEL_EXPORTER_OTLP_COMPRESSION is invalid, expected 'none' or 'gzip' (actual: 'zstd')",
  'Invalid resource detector "foo" specified in the environment variable OTEL_NODE_RESOURCE_DETECTORS',
  'OTEL_RESOURCE_ATTRIBUTES: expected key=value pairs, percent-encoded, with commas between ' +
    'them, got "load=50%": nothing but service.name is taken from it',
  'Unknown log level "loud", expected one of ALL,VERBOSE,DEBUG,INFO,WARN,ERROR,NONE, using default',
  "Unknown value 'yes' for OTEL_SDK_DISABLED, expected 'true' or 'false', falling back to 'false' (default)",
  'unknown OTEL_TRACES_SAMPLER value "foo", using default',
]

// The specification wants a warning here, and the default to apply.
test.each([
  [unusable, warnings],
  [
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 'half' },
    [
      'OTEL_TRACES_SAMPLER_ARG is blank, defaulting to 1.',
      "Unknown value 'half' for OTEL_TRACES_SAMPLER_ARG, expected a number, using defaults",
    ],
  ],
])('each of %j is warned of in the log, and the default applies', (env, messages) =>
  withHttpReceiver(async (receiver) => {
    const { exitCode, lines, traceparent, encoding, sent } = await callWith(env, receiver)

    expect(lines.map(({ msg }) => msg).sort()).toEqual(messages)
    expect(new Set(lines.map(({ logger }) => logger))).toEqual(new Set(['telemetry']))
    expect(traceparent).toMatch(/-0[13]$/)
    expect(encoding).toBeUndefined()
    expect(sent.map(({ name }) => name)).toEqual(['GET', 'place_order'])
    expect(exitCode).toBe(0)
  }),
)

test('what OpenTelemetry says at each request fills no log', async () => {
  const { stdout } = await runNode({
    code: `
      import { withSpan } from './src/index.ts'
      for (let n = 1; n <= 50; n += 1) withSpan('step', (span) => span.setAttribute('', n))`,
    env: { OTEL_TRACES_EXPORTER: 'none' },
  })

  const lines = stdout.split('\n').filter(Boolean)
  const said = lines.map((line) => JSON.parse(line).msg)
  expect(said).toEqual([
    ...Array(20).fill('Invalid attribute key: '),
    'more lines of OpenTelemetry left out',
  ])
})
