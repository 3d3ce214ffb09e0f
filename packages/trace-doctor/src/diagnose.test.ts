import { readFileSync } from 'node:fs'
import { makeTrace, type SpanDraft } from '@onetrace/spans/testing'
import { describe, expect, test } from 'vitest'
import { diagnose } from './diagnose.ts'
import { isComplaint, printFinding } from './finding.ts'
import { recorded, recordedAfterGood, recordedLogs } from './recorded.ts'

const contract = readFileSync(new URL('fixtures/place-order.tree', import.meta.url), 'utf8')

describe('one line explains each way to break a trace', () => {
  const breaks = [
    [
      'propagators-off',
      'error lost-context: orders began trace a02b143abac0574051564c978d73f2cd instead of continuing 0db4db9a89698ecf188b2738718ab1c0 (gateway: POST [client] 47390eaa211c47b4 -> orders: POST /orders [server] 07f044a8bade5bd5). Likely: orders dropped it: it passed none on to users either, so its propagators are off. To do: set OTEL_PROPAGATORS=tracecontext,baggage in orders and load the SDK before the HTTP library.',
    ],
    [
      'header-stripped',
      'error lost-context: users began trace 832c5dcc49df0d0e0b393f835c94e63c instead of continuing dcd6e2789cf388d7e2769344b53bf397 (orders: GET [client] fe78e1d4af37921f -> users: GET /users/:id [server] 289a59344dcad083). Likely: it was lost on the way: orders passes contexts on (it took the one of this very request in) but called 127.0.0.1:42413, where contexts reach users at 127.0.0.1:31837: a proxy stands between. To do: let what listens at 127.0.0.1:42413 forward the headers traceparent, tracestate and baggage.',
    ],
    [
      'pg-off',
      'error contract: users: pg.query:SELECT users [client] is missing below users: GET /users/:id [server] (users: GET /users/:id [server] 78d9b55c2308cb2c). Likely: the pg instrumentation is off in users: it made no database span here, and it did in trace 6c57ad2ee8ee7136720185ed68ea73e4. To do: take pg out of OTEL_NODE_DISABLED_INSTRUMENTATIONS of users, and load the SDK before pg.',
    ],
    [
      'extra-span',
      'error contract: orders: double_check is not in the contract, below orders: POST /orders [server] (orders: double_check 858cb5a13fb82921). Likely: code of orders starts it, with the tracer "break". To do: remove what makes it, or, if it is meant, add its line to the contract.',
    ],
    [
      'moved-span',
      'error contract: orders: pg.query:COMMIT orders [client] moved from orders: place_order to orders: POST /orders [server] (orders: pg.query:COMMIT orders [client] d32f0eccd2fadf8f). Likely: orders: POST /orders [server] was the active span when it started: it was called outside of orders: place_order, or in another context. To do: call it inside of orders: place_order (withSpan, or context.with around the call).',
    ],
    [
      'client-off',
      'error contract: orders: GET [client] is missing below orders: POST /orders [server] (orders: POST /orders [server] b6b6cce3f48fda13). Likely: the undici instrumentation is off in orders: it made no span for GET here, and it did in trace 6c57ad2ee8ee7136720185ed68ea73e4; so no context was sent either, and users began trace b5a0a1734cd0af71131d05d48bc4fba8. To do: take undici out of OTEL_NODE_DISABLED_INSTRUMENTATIONS of orders, and load the SDK before undici.',
    ],
  ]

  test.each(breaks)('%s', (name, line) => {
    const findings = diagnose({ ...recordedAfterGood(name), contract })

    expect(findings.map(printFinding)).toEqual([line])
  })

  test.each(breaks.slice(0, 2))('%s from the traces alone', (name, line) => {
    expect(diagnose(recordedAfterGood(name)).map(printFinding)).toEqual([line])
  })

  test('the trace that lost its beginning says who dropped it as well', () => {
    const { trace, others } = recorded('propagators-off')
    const [second, ...rest] = others

    const findings = second ? diagnose({ trace: second, others: [trace, ...rest] }) : []

    expect(findings.map(({ cause }) => cause)).toEqual([
      "orders sent none: it did not take gateway's in either, so its propagators are off",
      'orders dropped it: it passed none on to users either, so its propagators are off',
    ])
  })
})

test('a request of others at the same time is not taken for the call that went untraced', () => {
  const { trace, others } = recordedAfterGood('client-off')
  const { start, end } = { start: trace.spans[0]?.startTime ?? 0n, end: trace.spans[0]?.endTime }
  const twin = recorded('unknown-user').trace
  const atOnce = twin.spans.map((span) => ({ ...span, startTime: start, endTime: end ?? start }))

  const findings = diagnose({ trace, others: [{ ...twin, spans: atOnce }, ...others], contract })

  expect(findings.map(({ cause }) => cause)).toEqual([
    expect.stringMatching(/no context was sent either, and users began trace b5a0a173/),
  ])
})

test('of requests at once it says that it chose', () => {
  const { trace, others } = recorded('header-stripped')
  const twins = others.map(({ spans }) => {
    const traceId = 'e'.repeat(32)
    const later = spans.map((span) => ({ ...span, traceId, startTime: span.startTime + 1n }))
    return { traceId, spans: later }
  })

  const [finding] = diagnose({ trace, others: [...twins, ...others] })

  expect(finding?.what).toMatch(/^users began trace 832c/)
  expect(finding?.where).toMatch(/, or one of 1 more that fit in time$/)
})

describe('a good trace has nothing to complain about', () => {
  test.each(['list-orders', 'unknown-user', 'bad-body', 'no-api-key', 'outside-caller'])(
    '%s',
    (name) => {
      const findings = diagnose({ ...recordedAfterGood(name), allowedBaggage: [] })

      expect(findings.filter(isComplaint)).toEqual([])
    },
  )

  test('the main flow, with its logs and its contract, has not even a note', () => {
    const logs = recordedLogs('place-order')

    expect(diagnose({ ...recordedAfterGood('place-order'), logs, contract })).toEqual([])
  })

  test('a call that was refused is no lost context', () => {
    const logs = recordedLogs('users-down')

    const findings = diagnose({ ...recordedAfterGood('users-down'), logs })

    expect(findings.map(({ severity, cause }) => [severity, cause])).toEqual([
      ['note', 'nothing listened at 127.0.0.1:31388; the context was not lost'],
    ])
  })
})

test('what is no trace is a mistake', () => {
  const diagnoseAny = diagnose as (request: unknown) => unknown

  expect(() => diagnoseAny(recorded('place-order').trace)).toThrow(
    'expected a trace ({ traceId, spans }), got undefined',
  )
})

test('the worst stands first', () => {
  const trace = makeTrace([
    { id: 1, name: 'GET /users/7', kind: 'server' },
    { id: 2, parent: 9, name: 'lost' },
  ])

  expect(diagnose({ trace }).map(({ severity }) => severity)).toEqual(['error', 'warning'])
})

test.each([
  ['GET /login?password=hunter2secret', /GET \/login\?password=\[hidden\]/],
  ['call postgres://app:hunter2secret@db/x', /postgres:\/\/app:\[hidden\]@db/],
  ['call Bearer hunter2secret', /call \[hidden\]/],
  ['-----BEGIN PRIVATE KEY-----\nhunter2secret', /lost: "?\[hidden\]/],
])('no finding shows a secret: %j', (name, shown) => {
  const trace = makeTrace([
    { id: 1, name: 'root', attributes: { password: 'hunter2secret', url: name } },
    { id: 2, parent: 1, service: 'lost', name, failed: true },
    { id: 3, parent: 9, service: 'lost', name },
  ])
  const wanted = 'orders: root {password=x, url=x}\n  lost: step'

  const lines = diagnose({ trace, contract: wanted }).map(printFinding).join('\n')

  expect(lines).toMatch(/error secret: .* stands in the span name of lost/)
  expect(lines).toMatch(/password expected x, got a secret/)
  expect(lines).toMatch(shown)
  expect(lines).not.toContain('hunter2secret')
})

test('a finding is one line, whatever a span is called', () => {
  const trace = makeTrace([{ id: 1, name: 'a\nb\u001b[31m', parent: 7 }])

  const lines = diagnose({ trace }).map(printFinding)

  expect(lines.join('')).toContain('orders: "a')
  expect(lines.join('')).not.toMatch(/\p{Cc}/u)
})

/** Microseconds of this thread, which do not count what else the machine is busy with. */
function costOf(spans: number): number {
  const drafts = Array.from({ length: spans }, (_, i): SpanDraft => {
    const kind = i % 2 ? 'client' : 'internal'
    return { id: i + 1, parent: i === 0 ? undefined : Math.ceil(i / 10), kind, duration: 1 }
  })
  const trace = makeTrace(drafts)
  const before = process.threadCpuUsage()
  diagnose({ trace, others: [{ ...trace, traceId: 'f'.repeat(32) }] })
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}

test('ten times the spans cost ten times as much, not a hundred times', () => {
  costOf(2_000) // compiles it

  expect(costOf(20_000) / costOf(2_000)).toBeLessThan(30)
})
