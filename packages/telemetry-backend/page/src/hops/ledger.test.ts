import type { Span } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { span, treeOf } from '../trace/test-spans.ts'
import { noteOnHeader } from './judge-hop.ts'
import { lacksHeaders, ledgerOf } from './ledger.ts'

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const context = `00-${trace}-00f067aa0ba902b7-01`

function headers(values: Record<string, string>): Pick<Span, 'attributes'> {
  const entries = Object.entries(values).map(([name, value]) => [
    `http.request.header.${name}`,
    [value],
  ])
  return { attributes: Object.fromEntries(entries) }
}

/** gateway's server span, its call, and orders' server span below it. */
function ledger(parts: { entry?: object; call?: object; answer?: object | null } = {}) {
  const [entry, call] = [
    span('in', undefined, 0, 50, { kind: 'server', ...parts.entry }),
    span('out', 'in', 5, 45, { kind: 'client', ...parts.call }),
  ]
  const answer = span('there', 'out', 10, 40, {
    kind: 'server',
    service: 'orders',
    ...parts.answer,
  })
  return ledgerOf(treeOf(parts.answer === null ? [entry, call] : [entry, call, answer]))
}

const verdicts = (entries: ReturnType<typeof ledger>) =>
  entries.map(({ verdict }) => `${verdict.tone}: ${verdict.words}`)

test('a request without a context began the trace, and its context arrives as it was sent', () => {
  const entries = ledger({
    call: headers({ traceparent: context }),
    answer: headers({ traceparent: context }),
  })

  expect(verdicts(entries)).toEqual([
    'fine: No traceparent came, so gateway began this trace.',
    'fine: The traceparent arrived as it was sent.',
  ])
  expect(entries.map(({ from, to }) => [from?.span.spanId, to?.span.spanId])).toEqual([
    [undefined, 'in'],
    ['out', 'there'],
  ])
  expect(lacksHeaders(entries)).toBe(false)
})

test('a header that an exporter made into JSON text is read alike', () => {
  const jaeger = { attributes: { 'http.request.header.traceparent': JSON.stringify([context]) } }

  expect(verdicts(ledger({ call: headers({ traceparent: context }), answer: jaeger })).at(-1)).toBe(
    'fine: The traceparent arrived as it was sent.',
  )
})

test('what was rewritten on the way is named', () => {
  const flagless = `${context.slice(0, -2)}00`

  const entries = ledger({
    call: headers({ traceparent: context }),
    answer: headers({ traceparent: flagless }),
  })

  expect(verdicts(entries).at(-1)).toBe('wrong: Rewritten on the way: flags.')
})

test('a call without a span on its other side is a border too', () => {
  const entries = ledger({ call: headers({ traceparent: context }), answer: null })

  expect(verdicts(entries).at(-1)).toBe('wrong: No span of the called service is in this trace.')
})

test('a call that reached nobody sent nothing', () => {
  const failed = { status: { code: 'error', message: 'connect ECONNREFUSED' } }

  expect(verdicts(ledger({ call: failed, answer: null })).at(-1)).toBe(
    'wrong: The call failed before it was sent: connect ECONNREFUSED.',
  )
})

test.each([
  [
    'was not used',
    context,
    'wrong: gateway received a traceparent and began a trace of its own all the same.',
  ],
  [
    'is none',
    '00-xyz-01',
    'wrong: What gateway received is no traceparent, so it began this trace.',
  ],
])('a traceparent that came and %s', (_what, traceparent, verdict) => {
  expect(verdicts(ledger({ entry: headers({ traceparent }) }))[0]).toBe(verdict)
})

test('a caller outside is continued, whether its header was recorded or not', () => {
  const parentSpanId = '00f067aa0ba902b7'
  const entry = { parentSpanId, ...headers({ traceparent: context }) }

  expect(verdicts(ledger({ entry }))[0]).toBe(
    "fine: gateway continues its caller's trace; the caller's span is not here.",
  )
  expect(verdicts(ledger({ entry: { parentSpanId } }))[0]).toBe(
    "unknown: gateway continues its caller's trace; the caller's span is not here.",
  )
})

test('calls to a database are no borders', () => {
  const query = { kind: 'client', attributes: { 'db.system.name': 'postgresql' } }

  expect(ledger({ call: query, answer: null })).toHaveLength(1)
})

test('where no header is recorded nothing is claimed, and the reader is told how to record', () => {
  const entries = ledger()

  expect(verdicts(entries)).toEqual([
    'unknown: gateway began this trace.',
    'unknown: The spans fit together; the headers were not recorded on both sides.',
  ])
  expect(lacksHeaders(entries)).toBe(true)
})

test('baggage that a service received and did not pass on is named', () => {
  const entries = ledger({
    entry: headers({ baggage: 'tenant=*,user.email=*' }),
    call: headers({ traceparent: context, baggage: 'tenant=*' }),
    answer: headers({ traceparent: context, baggage: 'tenant=*' }),
  })

  expect(entries.map(({ dropped }) => dropped)).toEqual([[], ['user.email']])
})

test.each([
  ['stripped on the way', { tracestate: 'a=1' }, {}],
  ['added on the way', {}, { tracestate: 'a=1' }],
  ['rewritten on the way', { tracestate: 'a=1' }, { tracestate: 'a=2' }],
  [undefined, { tracestate: 'a=1' }, { tracestate: 'a=1' }],
])('a tracestate is %s', (note, sent, received) => {
  const [, hop] = ledger({
    call: headers({ traceparent: context, ...sent }),
    answer: headers({ traceparent: context, ...received }),
  })

  expect(hop && noteOnHeader('tracestate', hop)).toBe(note)
})

test('which names of baggage went on the way, and which came, is said', () => {
  const [, hop] = ledger({
    call: headers({ traceparent: context, baggage: 'a=*,b=*' }),
    answer: headers({ traceparent: context, baggage: 'b=*,c=*' }),
  })

  expect(hop && noteOnHeader('baggage', hop)).toBe('lost on the way: a; added on the way: c')
})
