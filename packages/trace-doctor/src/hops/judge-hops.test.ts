import { makeTrace, toSpanId, testTraceId as trace } from '@onetrace/spans/testing'
import { describe, expect, test } from 'vitest'
import { judgeHops } from './judge-hops.ts'

const context = `00-${trace}-${toSpanId(2)}-01`

const headers = (values: Record<string, string>) => ({
  attributes: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`http.request.header.${name}`, [value]]),
  ),
})

/** gateway's server span, its call, and orders' server span below it. */
function judged(parts: { entry?: object; call?: object; answer?: object | null } = {}) {
  const { traceId, spans } = makeTrace([
    { id: 1, service: 'gateway', kind: 'server', duration: 50 },
    { id: 2, parent: 1, service: 'gateway', kind: 'client', start: 5, duration: 40 },
    { id: 3, parent: 2, service: 'orders', kind: 'server', start: 10, duration: 30 },
  ])
  const changes = [parts.entry, parts.call, parts.answer]
  const kept = spans.filter((_, i) => changes[i] !== null)
  return judgeHops({ traceId, spans: kept.map((span, i) => ({ ...span, ...changes[i] })) })
}

const verdicts = (hops: ReturnType<typeof judged>) =>
  hops.map(({ verdict }) => `${verdict.tone}: ${verdict.words}`)

test('a request without a context began the trace, and its context arrives as it was sent', () => {
  const hops = judged({
    call: headers({ traceparent: context }),
    answer: headers({ traceparent: context }),
  })

  expect(verdicts(hops)).toEqual([
    'fine: No traceparent came, so gateway began this trace.',
    'fine: The traceparent arrived as it was sent.',
  ])
  expect(hops.map(({ from, to }) => [from?.span.spanId, to?.span.spanId])).toEqual([
    [undefined, toSpanId(1)],
    [toSpanId(2), toSpanId(3)],
  ])
})

test('a header that an exporter made into JSON text is read alike', () => {
  const jaeger = { attributes: { 'http.request.header.traceparent': JSON.stringify([context]) } }

  expect(verdicts(judged({ call: headers({ traceparent: context }), answer: jaeger })).at(-1)).toBe(
    'fine: The traceparent arrived as it was sent.',
  )
})

test('what was rewritten on the way is named', () => {
  const flagless = `${context.slice(0, -2)}00`

  const hops = judged({
    call: headers({ traceparent: context }),
    answer: headers({ traceparent: flagless }),
  })

  expect(verdicts(hops).at(-1)).toBe('wrong: Rewritten on the way: flags.')
})

test('a call without a span on its other side is a border too', () => {
  const hops = judged({ call: headers({ traceparent: context }), answer: null })

  expect(verdicts(hops).at(-1)).toBe('wrong: No span of the called service is in this trace.')
})

test('a call that reached nobody sent nothing', () => {
  const failed = { status: { code: 'error', message: 'connect ECONNREFUSED' } }

  expect(verdicts(judged({ call: failed, answer: null })).at(-1)).toBe(
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
    'wrong: What gateway received is no valid traceparent, so it had to begin a trace of its own: its caller, or something on the way, wrote it so.',
  ],
])('a traceparent that came and %s', (_what, traceparent, verdict) => {
  expect(verdicts(judged({ entry: headers({ traceparent }) }))[0]).toBe(verdict)
})

test('a caller outside is continued, whether its header was recorded or not', () => {
  const parentSpanId = '00f067aa0ba902b7'
  const entry = { parentSpanId, ...headers({ traceparent: context }) }

  expect(verdicts(judged({ entry }))[0]).toBe(
    "fine: gateway continues its caller's trace; the caller's span is not here.",
  )
  expect(verdicts(judged({ entry: { parentSpanId } }))[0]).toBe(
    "unknown: gateway continues its caller's trace; the caller's span is not here.",
  )
})

test('calls to a database are no borders', () => {
  const query = { kind: 'client', attributes: { 'db.system.name': 'postgresql' } }

  expect(judged({ call: query, answer: null })).toHaveLength(1)
})

test('where no header is recorded nothing is claimed', () => {
  const hops = judged()

  expect(verdicts(hops)).toEqual([
    'unknown: gateway began this trace.',
    'unknown: The spans fit together; the headers were not recorded on both sides.',
  ])
})

test('baggage that a service received and did not pass on is named', () => {
  const hops = judged({
    entry: headers({ baggage: 'tenant=*,user.email=*' }),
    call: headers({ traceparent: context, baggage: 'tenant=*' }),
    answer: headers({ traceparent: context, baggage: 'tenant=*' }),
  })

  expect(hops.map(({ dropped }) => dropped)).toEqual([[], ['user.email']])
})

test.each([
  ['stripped on the way', { tracestate: 'a=1' }, {}],
  ['added on the way', {}, { tracestate: 'a=1' }],
  ['rewritten on the way', { tracestate: 'a=1' }, { tracestate: 'a=2' }],
  [undefined, { tracestate: 'a=1' }, { tracestate: 'a=1' }],
])('a tracestate is %s', (note, sent, received) => {
  const [, hop] = judged({
    call: headers({ traceparent: context, ...sent }),
    answer: headers({ traceparent: context, ...received }),
  })

  expect(hop?.notes.tracestate).toBe(note)
})

test('which names of baggage went on the way, and which came, is said', () => {
  const [, hop] = judged({
    call: headers({ traceparent: context, baggage: 'a=*,b=*' }),
    answer: headers({ traceparent: context, baggage: 'b=*,c=*' }),
  })

  expect(hop?.notes.baggage).toBe('lost on the way: a; added on the way: c')
})

test('the span that a traceparent names as the parent is found, and how long it was on its way', () => {
  const [, hop] = judged({
    call: headers({ traceparent: context }),
    answer: headers({ traceparent: context, baggage: 'tenant=*' }),
  })

  expect(hop?.parents.sent).toBe(hop?.from)
  expect(hop?.parents.received).toBe(hop?.from)
  expect(hop?.received?.baggage).toEqual({ state: 'value', value: 'tenant=*', names: ['tenant'] })
  expect(hop?.transit).toEqual({ there: 5_000_000n, back: 5_000_000n })
})

test('of two spans with one id, each is the end of its own hop', () => {
  const hops = judgeHops(
    makeTrace([
      { id: 1, service: 'gateway', kind: 'client', duration: 50 },
      { id: 2, parent: 1, service: 'orders', kind: 'server', start: 10 },
      { id: 2, parent: 1, service: 'users', kind: 'server', start: 20 },
    ]),
  )

  expect(hops.map(({ from, to }) => [from?.span.service, to?.span.service])).toEqual([
    ['gateway', 'orders'],
    ['gateway', 'users'],
  ])
})

test('what is merely linked was not called', () => {
  const hops = judgeHops(
    makeTrace([
      { id: 1, service: 'orders', kind: 'client' },
      { id: 2, service: 'users', kind: 'consumer', start: 10, links: [1] },
    ]),
  )

  expect(verdicts(hops)).toEqual([
    'unknown: No span of the called service is in this trace.',
    'unknown: users links to a span of this trace and continues none.',
  ])
})

describe('a traceparent that is none by the rules: a receiver has to ignore it', () => {
  const invalid = headers({ traceparent: `${context}-extra` })
  const valid = headers({ traceparent: context })

  test('where it was received, its receiver is not to blame', () => {
    expect(verdicts(judged({ entry: invalid }))[0]).toBe(
      'wrong: What gateway received is no valid traceparent, so it had to begin a trace of its own: its caller, or something on the way, wrote it so.',
    )
  })

  test('where it was sent and nobody is below, its sender is', () => {
    expect(verdicts(judged({ call: invalid, answer: null })).at(-1)).toBe(
      'wrong: What gateway sent is no valid traceparent, so the called service could not continue this trace.',
    )
  })

  test('where the trace goes on in spite of it, its sender is', () => {
    expect(verdicts(judged({ call: invalid, answer: invalid })).at(-1)).toBe(
      'wrong: What gateway sent is no valid traceparent, and orders continues the trace all the same.',
    )
  })

  test('where it was valid when it was sent, the way is', () => {
    expect(verdicts(judged({ call: valid, answer: invalid })).at(-1)).toBe(
      'wrong: The traceparent was rewritten on the way.',
    )
  })

  test('a caller that is continued in spite of it is not shown by it', () => {
    const entry = { parentSpanId: toSpanId(9), ...invalid }

    expect(verdicts(judged({ entry }))[0]).toBe(
      "unknown: gateway continues its caller's trace; the caller's span is not here.",
    )
  })
})
