import { expect, test } from 'vitest'
import type { Span } from '../model.ts'
import { diagnose } from './diagnose.ts'
import type { CheckName, Severity } from './finding.ts'
import { edited, recorded, recordedAfterGood, recordedLogs, spanOf, traceOf } from './recorded.ts'
import type { DiagnoseRequest } from './subject.ts'

interface Case {
  check: CheckName
  severity?: Severity
  shown: () => DiagnoseRequest
  /** What each of its findings says. */
  says: RegExp[]
  /** Looks alike and is good. */
  nearMiss: () => DiagnoseRequest
}

const ms = 1_000_000n
const shifted = (span: Span, by: bigint) => ({
  startTime: span.startTime + by,
  endTime: span.endTime + by,
})
const inUsers = (change: (span: Span) => Partial<Span>) => (span: Span) =>
  span.service === 'users' ? change(span) : undefined
const named = (name: string, change: (span: Span) => Partial<Span>) => (span: Span) =>
  span.name === name ? change(span) : undefined
const withAttributes = (attributes: Span['attributes']) =>
  named('auth_check', (span) => ({ attributes: { ...span.attributes, ...attributes } }))
const linkTo = ({ traceId, spanId }: Span) => ({ links: [{ traceId, spanId, attributes: {} }] })
/** Without its parent, a key that must not be there at all. */
function withoutParent({ parentSpanId: _, ...span }: Span): Span {
  return span
}

const usersServer = spanOf('place-order', 'users', 'GET /users/:id')
const ordersStep = spanOf('place-order', 'orders', 'place_order')
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl'

/** users ends 80 ms after the call it answers. */
function servedLate(call: Partial<Span>) {
  return edited('place-order', (span) => {
    if (span.service === 'users') return { endTime: span.endTime + 80n * ms }
    return span.name === 'GET' ? call : undefined
  })
}

const cases: Case[] = [
  {
    check: 'orphan',
    shown: () => recorded('orders-not-exported'),
    says: [
      /1 span below parent 7454ddac24acf729, .*\(users: GET \/users\/:id .*passes contexts on/,
    ],
    nearMiss: () => recorded('outside-caller'),
  },
  {
    check: 'orphan',
    shown: () => ({
      ...recorded('orders-not-exported'),
      logs: recordedLogs('orders-not-exported'),
    }),
    says: [/orders wrote log lines in this trace and sent no span/],
    nearMiss: () => ({ ...recorded('users-down'), logs: recordedLogs('users-down') }),
  },
  {
    check: 'orphan',
    shown: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: traceOf('place-order').spans.filter(({ name }) => name !== 'place_order'),
      },
    }),
    says: [/3 spans below parent .*orders dropped the parent/],
    nearMiss: () => recorded('place-order'),
  },
  {
    check: 'orphan',
    severity: 'note',
    shown: () => recorded('outside-caller'),
    says: [/parent 00f067aa0ba902b7.*the caller of gateway sent a traceparent and exports/],
    nearMiss: () => recorded('place-order'),
  },
  {
    check: 'several-roots',
    shown: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: traceOf('place-order').spans.map((span) =>
          span === usersServer || span.spanId === usersServer.spanId ? withoutParent(span) : span,
        ),
      },
    }),
    says: [
      /2 spans have no parent \(gateway: POST \/orders .* and users: GET .*without the parent id/,
    ],
    nearMiss: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: traceOf('place-order').spans.map((span) =>
          span.spanId === usersServer.spanId
            ? { ...withoutParent(span), ...linkTo(ordersStep) }
            : span,
        ),
      },
    }),
  },
  {
    check: 'cycle',
    shown: () => ({
      trace: edited('place-order', (span) =>
        span.parentSpanId ? undefined : { parentSpanId: usersServer.spanId },
      ),
    }),
    says: [/a span is its own ancestor \(gateway: POST \/orders/],
    nearMiss: () => ({
      trace: edited('place-order', (span) => (span.parentSpanId ? undefined : linkTo(usersServer))),
    }),
  },
  {
    check: 'lost-context',
    shown: () => recorded('propagators-off'),
    says: [/orders dropped it: it passed none on to users either/],
    nearMiss: () => ({
      trace: traceOf('propagators-off'),
      others: recorded('propagators-off').others.map(({ traceId, spans }) => ({
        traceId,
        spans: spans.map((span) => ({ ...span, ...shifted(span, 60_000n * ms) })),
      })),
    }),
  },
  {
    check: 'lost-context',
    shown: () => recordedAfterGood('receiver-off'),
    says: [
      /users did not extract it, though it did in trace 6c57.*its propagators were switched off/,
    ],
    nearMiss: () => recordedAfterGood('users-down'),
  },
  {
    check: 'rewritten-trace-id',
    shown: () => recorded('id-cut'),
    says: [/trace id 229f\w+ became 0{16}\w+ on the way to users.*cuts trace ids to 64 bits/],
    nearMiss: () => recorded('header-stripped'),
  },
  {
    check: 'lost-sampled-flag',
    shown: () => ({ ...recorded('flag-cleared'), logs: recordedLogs('flag-cleared') }),
    says: [/users took part in the trace and recorded no span: its log lines say trace_flags 00/],
    nearMiss: () => ({
      ...recorded('users-not-exported'),
      logs: recordedLogs('users-not-exported'),
    }),
  },
  {
    check: 'lost-sampled-flag',
    shown: () => ({
      trace: edited(
        'place-order',
        inUsers(() => ({ flags: 768 })),
      ),
    }),
    says: [/users does not sample what orders samples/],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        inUsers(() => ({ flags: 768, resource: { 'telemetry.sdk.language': 'python' } })),
      ),
    }),
  },
  {
    check: 'client-without-server',
    shown: () => recordedAfterGood('users-not-exported'),
    says: [/users answered 200 and sent no server span.*users did not record it/],
    nearMiss: () => recorded('users-not-exported'),
  },
  {
    check: 'client-without-server',
    severity: 'note',
    shown: () => recordedAfterGood('users-down'),
    says: [/reached no server: connect ECONNREFUSED.*nothing listened .* the context was not lost/],
    nearMiss: () => recorded('unknown-user'),
  },
  {
    check: 'server-without-client',
    shown: () => recorded('client-by-hand'),
    says: [/users was called without a client span of orders.*passes the context on by hand/],
    nearMiss: () => recorded('place-order'),
  },
  {
    check: 'clock-skew',
    shown: () => ({
      trace: edited(
        'place-order',
        inUsers((span) => shifted(span, -5000n * ms)),
      ),
    }),
    says: [/the clock of users is about \d{4} ms behind that of orders/],
    nearMiss: () => ({ trace: servedLate({}) }),
  },
  {
    check: 'clock-skew',
    shown: () => ({
      trace: edited(
        'place-order',
        named('place_order', (s) => ({ endTime: s.startTime - 1n })),
      ),
    }),
    says: [/a span ends before the start/],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        named('auth_check', (s) => ({ endTime: s.startTime })),
      ),
    }),
  },
  {
    check: 'outlives-parent',
    shown: () => ({
      trace: edited(
        'extra-span',
        named('double_check', (s) => ({ endTime: s.endTime + 80n * ms })),
      ),
    }),
    says: [/it ends \d+ ms after its parent .*double_check.*did not wait for it/],
    nearMiss: () => ({
      trace: edited(
        'extra-span',
        named('double_check', (s) => ({ endTime: s.endTime + 80n * ms, kind: 'consumer' })),
      ),
    }),
  },
  {
    check: 'outlives-parent',
    shown: () => ({ trace: servedLate({ status: { code: 'error' }, attributes: {} }) }),
    says: [/orders gave up waiting and users worked on/],
    nearMiss: () => ({ trace: servedLate({}) }), // answered, by a server that was busy
  },
  {
    check: 'duplicate-id',
    shown: () => ({
      trace: edited('place-order', (span) =>
        span.name.startsWith('pg.query:C') ? { spanId: ordersStep.spanId } : undefined,
      ),
    }),
    says: [/2 different spans have the id .*generator of orders repeats itself/],
    nearMiss: () => ({
      trace: {
        ...traceOf('place-order'),
        spans: [...traceOf('place-order').spans, ...traceOf('place-order').spans],
      },
    }),
  },
  {
    check: 'linked-trace',
    severity: 'note',
    shown: () => {
      const { trace, others } = recorded('propagators-off')
      const client = spanOf('propagators-off', 'gateway', 'POST')
      const linked = others.map(({ traceId, spans }) => ({
        traceId,
        spans: spans.map((s) => (s.name === 'POST /orders' ? { ...s, ...linkTo(client) } : s)),
      }))
      return { trace, others: linked }
    },
    says: [/trace a02b\w+ goes on from trace 0db4\w+ by a link alone.*does not trust/],
    nearMiss: () => recorded('propagators-off'),
  },
  {
    check: 'log-without-ids',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, traceId: undefined, spanId: undefined } : line,
      ),
    }),
    says: [
      /2 log lines of users inside a request without trace_id \("user found" during users: GET/,
    ],
    nearMiss: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').flatMap((line) => [
        line,
        { ...line, traceId: undefined, spanId: undefined, message: 'outbox polled', fields: {} },
      ]),
    }),
  },
  {
    check: 'log-astray',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, spanId: 'feedfeedfeedfeed' } : line,
      ),
    }),
    says: [/2 log lines of users name a span that the trace does not hold.*span feedfeedfeedfeed/],
    nearMiss: () => ({ trace: traceOf('place-order'), logs: recordedLogs('place-order') }),
  },
  {
    check: 'log-astray',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, traceId: 'f'.repeat(32) } : line,
      ),
      absentTraces: ['f'.repeat(32)],
    }),
    says: [/2 log lines of users name a trace that does not exist .*trace f{32}/],
    nearMiss: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, traceId: 'f'.repeat(32), traceFlags: 0 } : line,
      ),
      absentTraces: ['f'.repeat(32)],
    }),
  },
  {
    check: 'baggage',
    shown: () => ({
      trace: edited(
        'place-order',
        withAttributes({ 'baggage.user.email': 'jo', 'baggage.tenant': 'a' }),
      ),
      allowedBaggage: ['tenant'],
    }),
    says: [/baggage entry "user.email" is not in the allow-list and reached gateway/],
    nearMiss: () => ({
      trace: edited('place-order', withAttributes({ 'baggage.user.email': 'jo' })),
      allowedBaggage: ['user.*'],
    }),
  },
  {
    check: 'baggage',
    shown: () => ({
      trace: edited(
        'place-order',
        withAttributes({ 'http.request.header.baggage': ['a=1;p=2, card%20no=4,b=3'] }),
      ),
      allowedBaggage: ['a', 'b'],
    }),
    says: [/baggage entry "card no"/],
    nearMiss: () => ({
      trace: edited('place-order', withAttributes({ 'http.request.header.baggage': ['a=1'] })),
    }),
  },
  {
    check: 'name-cardinality',
    shown: () => ({
      trace: edited('place-order', (span) =>
        span.service === 'users' && span.kind === 'server'
          ? { name: `GET ${span.attributes['url.path']}` }
          : undefined,
      ),
    }),
    says: [
      /1 span name of users holds a value: users: "?GET \/users\/\{uuid\}.*router is not instrumented/,
    ],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        named('auth_check', () => ({ name: 'sha256 v1 of HTTP/1.1 #3' })),
      ),
    }),
  },
  {
    check: 'secret',
    shown: () => ({
      trace: edited(
        'place-order',
        withAttributes({ 'http.request.header.authorization': [`Bearer ${jwt}`] }),
      ),
    }),
    says: [/the value of http.request.header.authorization stands in .* of gateway/],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        withAttributes({
          'http.request.header.authorization': ['[REDACTED]'],
          'url.full': 'https://REDACTED:REDACTED@host/?sig=REDACTED',
          'enduser.token_count': 12,
        }),
      ),
    }),
  },
  {
    check: 'secret',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line, i) =>
        i > 0 ? line : { ...line, fields: { url: 'postgres://app:hunter2secret@db/orders' } },
      ),
    }),
    says: [/a password in a URL stands in log lines of users \(1 log line\)/],
    nearMiss: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) => ({
        ...line,
        message: 'postgres://app@db/x',
      })),
    }),
  },
]

/** A title tells the cases of one check apart. */
const titled = cases.map((given): [string, RegExp | undefined, Case] => [
  given.check,
  given.says[0],
  given,
])

test.each(titled)('%s is found: %s', (_, __, { check, severity, shown, says }) => {
  const lines = linesOf(shown(), check, severity)

  expect(lines).toHaveLength(says.length)
  for (const [index, pattern] of says.entries()) expect(lines[index]).toMatch(pattern)
  expect(lines.join()).not.toMatch(new RegExp(`\n|${jwt}|hunter2secret`))
})

test.each(titled)('%s has a near miss: not %s', (_, __, given) => {
  expect(linesOf(given.nearMiss(), given.check, given.severity)).toEqual([])
})

test('every check but that of contracts has a case', () => {
  const named = new Set(cases.map(({ check }) => check))

  expect(named.size).toBe(17)
})

/** A note about the same spans is not what a case of errors speaks of. */
function linesOf(request: DiagnoseRequest, check: CheckName, severity?: Severity): string[] {
  return diagnose(request)
    .filter((finding) => finding.check === check)
    .filter((finding) => (severity === 'note') === (finding.severity === 'note'))
    .map(({ what, where, cause, cure }) => `${what} (${where}). ${cause}. ${cure}`)
}
