import { expect, test } from 'vitest'
import { otlpJson, sentSpans } from './test-otlp.ts'
import { runNode } from './test-process.ts'
import { type HttpReceiver, withHttpReceiver, withUdpReceiver } from './test-receivers.ts'

/** One span around one call to `$CALLED`, and then a shutdown that sends it. */
const oneCall = `
  import { shutdownTelemetry, spanCounts, withSpan } from './src/index.ts'
  const attributes = { 'order.items': 2 }
  await withSpan('place_order', { attributes }, () => fetch(process.env.CALLED + '/called'))
  await shutdownTelemetry()
  console.log(JSON.stringify(spanCounts))
  process.exit()`

/** Runs `oneCall` against a receiver, and gives what the receiver got on which path. */
async function callWith(env: Record<string, string>, { url, received }: HttpReceiver) {
  const result = await runNode({ code: oneCall, env: { CALLED: url, ...env } })
  const on = (path: string) => received.filter((request) => request.path === path)
  return { ...result, called: on('/called'), on }
}

const traceparent = /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]$/

test('otlp sends the spans of a call as one tree, in JSON when asked to, and the call carries their trace', () =>
  withHttpReceiver(async (receiver) => {
    const env = {
      ...otlpJson,
      OTEL_SERVICE_NAME: 'orders',
      // Of the two names the other one wins.
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop,deployment.environment.name=test%20bed',
    }
    const { stdout, called, on } = await callWith(
      { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      receiver,
    )

    const spans = sentSpans(receiver)
    const [root, client] = ['place_order', 'GET'].map((name) => spans.find((s) => s.name === name))
    expect(spans).toHaveLength(2)
    expect(root).toMatchObject({
      kind: 'INTERNAL',
      attributes: { 'order.items': 2 },
      resource: { 'service.name': 'orders', 'deployment.environment.name': 'test bed' },
    })
    expect(on('/v1/traces').map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
    ])
    expect(client).toMatchObject({ kind: 'CLIENT', parentSpanId: root?.spanId })
    expect(called[0]?.headers.traceparent).toContain(`00-${root?.traceId}-${client?.spanId}-`)
    expect(JSON.parse(stdout)).toEqual({ exported: 2, failed: 0, dropped: 0 })
  }))

test('otlp speaks protobuf unless told otherwise', () =>
  withHttpReceiver(async (receiver) => {
    const { on } = await callWith({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, receiver)

    const [request, ...others] = on('/v1/traces')
    expect(others).toEqual([])
    expect(request?.headers['content-type']).toBe('application/x-protobuf')
    expect(request?.body.toString('latin1')).toContain('place_order')
  }))

test('a backend that is not there costs the spans, says so once and delays nothing else', () =>
  withHttpReceiver(async (receiver) => {
    const { exitCode, stdout, called } = await callWith(
      // Nothing listens on port 9 (discard).
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_TIMEOUT: '200' },
      receiver,
    )

    const [warning, counts] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(exitCode).toBe(0)
    expect(called).toHaveLength(1)
    expect(warning).toMatchObject({
      level: 'warn',
      logger: 'telemetry',
      msg: 'spans lost',
      spans: 2,
    })
    expect(counts).toEqual({ exported: 0, failed: 2, dropped: 0 })
  }))

test('none exports nothing, and the call carries a traceparent all the same', () =>
  withHttpReceiver(async (receiver) => {
    const { stdout, called, on } = await callWith(
      { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      receiver,
    )

    expect(called[0]?.headers.traceparent).toMatch(traceparent)
    expect(on('/v1/traces')).toEqual([])
    expect(JSON.parse(stdout)).toEqual({ exported: 0, failed: 0, dropped: 0 })
  }))

test('OTEL_SDK_DISABLED leaves the program working and sends nothing', () =>
  withHttpReceiver(async (receiver) => {
    const { exitCode, called, on } = await callWith(
      { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      receiver,
    )

    expect(exitCode).toBe(0)
    expect(called).toHaveLength(1)
    expect(called[0]?.headers).not.toHaveProperty('traceparent')
    expect(on('/v1/traces')).toEqual([])
  }))

test('OTEL_PROPAGATORS=none exports spans and sends no traceparent', () =>
  withHttpReceiver(async (receiver) => {
    const { called, on } = await callWith(
      { OTEL_PROPAGATORS: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      receiver,
    )

    expect(called).toHaveLength(1)
    expect(called[0]?.headers).not.toHaveProperty('traceparent')
    expect(on('/v1/traces')).toHaveLength(1)
  }))

test('OTEL_TRACES_SAMPLER=always_off exports nothing, and the call says not sampled', () =>
  withHttpReceiver(async (receiver) => {
    const { stdout, called, on } = await callWith(
      { OTEL_TRACES_SAMPLER: 'always_off', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      receiver,
    )

    expect(called[0]?.headers.traceparent).toMatch(/-02$/)
    expect(on('/v1/traces')).toEqual([])
    expect(JSON.parse(stdout)).toEqual({ exported: 0, failed: 0, dropped: 0 })
  }))

test('console writes spans to stdout', () =>
  withHttpReceiver(async (receiver) => {
    const { stdout } = await callWith({ OTEL_TRACES_EXPORTER: 'console' }, receiver)

    expect(stdout).toContain(`name: 'place_order'`)
    expect(stdout).toContain(`name: 'GET'`)
  }))

test('jaeger sends thrift over UDP', () =>
  withHttpReceiver((receiver) =>
    withUdpReceiver(async ({ port, packet }) => {
      const { stdout } = await callWith(
        {
          OTEL_TRACES_EXPORTER: 'jaeger',
          OTEL_EXPORTER_JAEGER_AGENT_HOST: '127.0.0.1',
          OTEL_EXPORTER_JAEGER_AGENT_PORT: String(port),
        },
        receiver,
      )

      const text = (await packet).toString('latin1')
      expect(text).toContain('emitBatch')
      expect(text).toContain('place_order')
      expect(JSON.parse(stdout)).toEqual({ exported: 2, failed: 0, dropped: 0 })
    }),
  ))

test('jaeger sends thrift over HTTP when it has an endpoint', () =>
  withHttpReceiver(async (receiver) => {
    const { stdout, on } = await callWith(
      {
        OTEL_TRACES_EXPORTER: 'jaeger',
        OTEL_EXPORTER_JAEGER_ENDPOINT: `${receiver.url}/api/traces`,
        OTEL_SERVICE_NAME: 'orders',
      },
      receiver,
    )

    const requests = on('/api/traces')
    expect(requests).toHaveLength(1)
    expect(requests[0]?.headers['content-type']).toBe('application/x-thrift')
    const text = requests[0]?.body.toString('latin1')
    expect(text).toContain('orders')
    expect(text).toContain('place_order')
    expect(JSON.parse(stdout)).toEqual({ exported: 2, failed: 0, dropped: 0 })
  }))

test('a wrong exporter name ends the process with one line that says what is expected', async () => {
  const { exitCode, stdout, stderr } = await runNode({
    code: `console.log('started')`,
    env: { OTEL_TRACES_EXPORTER: 'zipkin' },
  })

  expect(exitCode).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    'telemetry: OTEL_TRACES_EXPORTER: expected one of otlp, jaeger, console, none, got "zipkin"\n',
  )
})

test('jaeger gets long values cut, since a span of more than 65 kB fits into no packet', () =>
  withUdpReceiver(async ({ port }) => {
    const code = `
      import { shutdownTelemetry, spanCounts, withSpan } from './src/index.ts'
      await withSpan('short', () => {})
      await withSpan('long', { attributes: { 'order.note': 'x'.repeat(100_000) } }, () => {})
      await withSpan('after', () => {})
      await shutdownTelemetry()
      console.log(JSON.stringify(spanCounts))
      process.exit()`

    const { stdout } = await runNode({
      code,
      env: {
        OTEL_TRACES_EXPORTER: 'jaeger',
        OTEL_EXPORTER_JAEGER_AGENT_HOST: '127.0.0.1',
        OTEL_EXPORTER_JAEGER_AGENT_PORT: String(port),
      },
    })

    expect(JSON.parse(stdout)).toEqual({ exported: 3, failed: 0, dropped: 0 })
  }))
