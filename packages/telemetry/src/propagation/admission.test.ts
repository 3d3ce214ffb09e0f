import {
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api'
import { CompositePropagator } from '@opentelemetry/core'
import { B3Propagator } from '@opentelemetry/propagator-b3'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace'
import { expect, onTestFinished, test } from 'vitest'
import { RestartLink } from '../restart-link.ts'
import { withSpans } from '../test-spans.ts'
import { type Admission, AdmittingPropagator, admitContext } from './admission.ts'
import { BaggagePropagator } from './baggage-propagator.ts'
import { TraceContextPropagator } from './trace-context-propagator.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const wanted = `00-${traceId}-${spanId}-01`
const unwanted = `00-${traceId}-${spanId}-00`

const door = new AdmittingPropagator(
  new CompositePropagator({
    propagators: [new TraceContextPropagator(), new BaggagePropagator(), new B3Propagator()],
  }),
)

interface Served {
  admission: Admission | undefined
  headers: Record<string, string>
  root?: AlwaysOnSampler | AlwaysOffSampler
}

/** The spans of a request with these headers: the server's and one below it. */
async function serve({ admission, headers, root = new AlwaysOnSampler() }: Served) {
  admitContext(admission && (() => admission))
  onTestFinished(() => admitContext(undefined))
  let spans: ReadableSpan[] = []
  let baggage: string[] = []
  await withSpans(
    ({ ended }) => {
      const received = door.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
      baggage =
        propagation
          .getBaggage(received)
          ?.getAllEntries()
          .map(([key]) => key) ?? []
      const tracer = trace.getTracer('test')
      const server = tracer.startSpan('served', { kind: SpanKind.SERVER }, received)
      context.with(trace.setSpan(received, server), () => tracer.startSpan('step').end())
      server.end()
      spans = ended()
    },
    { sampler: new ParentBasedSampler({ root }), processors: [new RestartLink()] },
  )
  return {
    baggage,
    seen: spans.map((span) => ({
      name: span.name,
      links: span.links.map((link) => link.context.traceId),
      isCallers: span.spanContext().traceId === traceId,
      hasParent: span.parentSpanContext !== undefined,
    })),
  }
}

const step = { name: 'step', links: [], hasParent: true }
const served = { name: 'served', links: [] as string[] }
const continued = [
  { ...step, isCallers: true },
  { ...served, isCallers: true, hasParent: true },
]
const begun = [
  { ...step, isCallers: false },
  { ...served, isCallers: false, hasParent: false },
]
const restarted = [begun[0], { ...begun[1], links: [traceId] }]
const b3 = `${traceId}-${spanId}-1`

test.each([
  ['nobody asks', undefined, { traceparent: wanted }, continued],
  ['continue', 'continue', { traceparent: wanted }, continued],
  ['restart', 'restart', { traceparent: wanted }, restarted],
  ['restart, in the form of B3', 'restart', { b3 }, restarted],
  ['restart without a caller', 'restart', {}, begun],
  ['ignore', 'ignore', { traceparent: wanted }, begun],
  ['continue, and the caller wants no spans', 'continue', { traceparent: unwanted }, []],
  ['restart, and the caller wants no spans', 'restart', { traceparent: unwanted }, restarted],
  ['ignore, and the caller wants no spans', 'ignore', { traceparent: unwanted }, begun],
] as const)('%s', async (_what, mode, headers, spans) => {
  const { seen } = await serve({ admission: mode && { mode, baggage: [] }, headers })

  expect(seen).toEqual(spans)
})

test.each([
  ['continue', 2],
  ['restart', 0],
  ['ignore', 0],
] as const)('%s, where nothing is sampled: a caller forces %i spans', async (mode, forced) => {
  const headers = { traceparent: wanted }

  const { seen } = await serve({
    admission: { mode, baggage: [] },
    headers,
    root: new AlwaysOffSampler(),
  })

  expect(seen).toHaveLength(forced)
})

test.each([
  ['continue', ['tenant']],
  ['restart', ['tenant']],
  ['ignore', []],
] as const)('%s lets in %o of the baggage', async (mode, keys) => {
  const headers = { traceparent: wanted, baggage: 'tenant=acme,user=jo' }

  const { baggage } = await serve({ admission: { mode, baggage: ['tenant'] }, headers })

  expect(baggage).toEqual(keys)
})

test('who decides sees the headers, whatever the case of their names', () => {
  const seen: string[] = []
  onTestFinished(() => admitContext(undefined))
  admitContext((header) => {
    seen.push(header('authorization'), header('cookie'))
    return { mode: 'ignore', baggage: [] }
  })

  door.extract(ROOT_CONTEXT, { Authorization: 'Bearer key-1' }, defaultTextMapGetter)

  expect(seen).toEqual(['Bearer key-1', ''])
})
