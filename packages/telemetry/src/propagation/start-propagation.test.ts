import { trace as api, diag, propagation, ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { readPropagators } from '../settings.ts'
import { otlpJson } from '../test-otlp.ts'
import { runNode } from '../test-process.ts'
import { type HttpReceiver, withHttpReceiver } from '../test-receivers.ts'
import { withSpans } from '../test-spans.ts'
import { startPropagation } from './start-propagation.ts'

/** Calls another service in a span, with what it received from a caller and with baggage. */
const oneCall = `
  import { context, propagation, trace } from '@opentelemetry/api'
  import { shutdownTelemetry, withSpan } from './src/index.ts'
  const { received, sent } = JSON.parse(process.env.HEADERS)
  const parent = propagation.extract(context.active(), received)
  await context.with(parent, () =>
    withSpan('work', () => fetch(process.env.CALLED + '/called', { headers: sent })))
  await shutdownTelemetry()
  process.exit()`

interface Call {
  received?: Record<string, string>
  /** Headers that the program sets itself. */
  sent?: Record<string, string>
  env?: Record<string, string>
}

async function call({ received = {}, sent = {}, env = {} }: Call, receiver: HttpReceiver) {
  const { stdout } = await runNode({
    code: oneCall,
    env: {
      ...env,
      HEADERS: JSON.stringify({ received, sent }),
      CALLED: receiver.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      ...otlpJson,
    },
  })
  const { headers = {} } = receiver.received.find(({ path }) => path === '/called') ?? {}
  const exported = receiver.received.find(({ path }) => path === '/v1/traces')?.body
  const flags = [...`${exported}`.matchAll(/"flags":(\d+)/g)].map(([, bits]) => Number(bits))
  return { headers, flags, stdout }
}

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03'
const trace = /^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-03$/
const b3 = { b3: '80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1' }

test('by default trace context and baggage go on, by the grammar of level 2', () =>
  withHttpReceiver(async (receiver) => {
    const received = { traceparent, tracestate: 'foo@=1,1bar=2', baggage: 'k|k=a%20b;p' }

    const { headers, flags } = await call({ received }, receiver)

    expect(headers.traceparent).toMatch(trace)
    expect(headers).toMatchObject({ tracestate: 'foo@=1,1bar=2', baggage: 'k|k=a%20b;p' })
    // There are two spans. The parent of one came from another process, which OTLP marks by a bit.
    expect(flags).toEqual([0x103, 0x303])
  }))

test('a trace that begins here is exported with the random flag, and sent with it', () =>
  withHttpReceiver(async (receiver) => {
    const { headers, flags } = await call({}, receiver)

    expect(headers.traceparent).toMatch(/-03$/)
    expect(flags).toEqual([0x103, 0x103])
  }))

test('a request has one traceparent, the one of its span, whatever else its caller has set', () =>
  withHttpReceiver(async (receiver) => {
    const other = `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01`
    const sent = { TraceParent: other, tracestate: 'other=1', baggage: 'other=1', accept: 'x/y' }

    const { headers } = await call({ received: { traceparent }, sent }, receiver)

    // If there were two, Node would join them with a comma.
    expect(headers.traceparent).toMatch(trace)
    expect(headers).not.toHaveProperty('tracestate')
    expect(headers).toMatchObject({ accept: 'x/y', baggage: 'other=1' })
  }))

/** What a participant sends on with these propagators, started as `register` starts them. */
async function sentWith(OTEL_PROPAGATORS: string, received: Record<string, string>) {
  const headers: Record<string, string> = {}
  const warnings: string[] = []
  await withSpans(() => {
    propagation.disable()
    const ignore = () => {}
    const warn = (message: string) => warnings.push(message)
    diag.setLogger({ warn, error: ignore, info: ignore, debug: ignore, verbose: ignore })
    startPropagation(readPropagators({ OTEL_PROPAGATORS }))
    diag.disable()
    const parent = propagation.extract(ROOT_CONTEXT, received)
    const span = api.getTracer('test').startSpan('work', {}, parent)
    span.end()
    propagation.inject(api.setSpan(parent, span), headers)
  })
  return { headers, warnings }
}

test.each([
  ['tracecontext', {}, ['traceparent']],
  ['baggage', {}, ['baggage']],
  [' tracecontext , b3 ', {}, ['b3', 'traceparent']],
  ['b3multi', {}, ['x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid']],
  ['jaeger', {}, ['uber-trace-id', 'uberctx-a']],
  ['b3', b3, ['b3']],
  ['tracecontext,unheard-of', {}, ['traceparent']],
  ['none', {}, []],
])('OTEL_PROPAGATORS=%s sends what it says', async (names, more, sent) => {
  const received = { ...more, baggage: 'a=1', 'uberctx-a': '1' }

  const { headers } = await sentWith(names, received)

  expect(Object.keys(headers).sort()).toEqual(sent)
})

test('with other propagators alone a traceparent that was set by hand goes through', () =>
  withHttpReceiver(async (receiver) => {
    const env = { OTEL_PROPAGATORS: 'b3' }

    const { headers } = await call({ received: b3, sent: { traceparent }, env }, receiver)

    expect(headers).toMatchObject({ traceparent, b3: expect.stringMatching(/^80f198/) })
  }))

test.each([
  ['constructor', '"constructor"', { traceparent: trace }],
  ['traceContext, foo', '"traceContext", "foo"', { traceparent: trace }],
  ['foo,baggage', '"foo"', { baggage: /^k=v$/ }],
])(
  'of OTEL_PROPAGATORS=%s what is not known is warned of, and what is left holds, or the default',
  async (names, came, sent) => {
    const { headers, warnings } = await sentWith(names, { traceparent, baggage: 'k=v' })

    expect(warnings).toEqual([
      `OTEL_PROPAGATORS: expected names out of ${known}, none, got ${came}`,
    ])
    for (const [name, value] of Object.entries(sent)) expect(headers[name]).toMatch(value)
    expect('traceparent' in headers).toBe('traceparent' in sent)
  },
)

test('such a warning is a line of the log, of a process that goes on with what is left', () =>
  withHttpReceiver(async (receiver) => {
    const received = { traceparent, baggage: 'k=v' }
    const env = { OTEL_PROPAGATORS: 'foo,baggage' }

    const { headers, stdout } = await call({ received, env }, receiver)

    const { logger, msg } = JSON.parse(stdout)
    expect({ logger, msg }).toEqual({
      logger: 'telemetry',
      msg: `OTEL_PROPAGATORS: expected names out of ${known}, none, got "foo"`,
    })
    expect(headers.baggage).toBe('k=v')
    expect(headers).not.toHaveProperty('traceparent')
  }))

const known = 'tracecontext, baggage, b3, b3multi, jaeger'
