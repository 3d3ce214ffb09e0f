import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Attributes, Trace } from '@onetrace/spans'
import { describe, expect, onTestFinished, test } from 'vitest'
import { recorded } from '../recorded.ts'
import { fixture, runHere, serve } from './testing.ts'

const goodFile = fixture('place-order.otlp.jsonl')
const contract = fixture('place-order.tree')
const nowhere = ['--url', 'http://127.0.0.1:1', '--loki', 'http://127.0.0.1:1']

/** A Jaeger with these traces, which finds them by service whatever the time. */
async function serveTraces(traces: Trace[], summaries = true) {
  const asOtlp = (found: Trace[]) => ({
    result: { resourceSpans: found.flatMap(({ spans }) => spans.map(toOtlp)) },
  })
  const byService = (query: URLSearchParams) =>
    traces.filter(({ spans }) => spans.some((s) => s.service === query.get('query.service_name')))
  const services = [...new Set(traces.flatMap(({ spans }) => spans.map(({ service }) => service)))]
  const found = { '/api/v3/services': { body: { services } } }
  const search = { '/api/v3/traces': (query: URLSearchParams) => asOtlp(byService(query)) }
  const byId = traces.map((trace) => [`/api/v3/traces/${trace.traceId}`, { body: asOtlp([trace]) }])
  const short = {
    '/api/v3/trace-summaries': (query: URLSearchParams) => ({
      summaries: byService(query).map(toSummary),
    }),
  }
  return serve({ ...found, ...search, ...(summaries && short), ...Object.fromEntries(byId) })
}

function toOtlp(span: Trace['spans'][number]) {
  const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer']
  const resource = { attributes: toPairs({ 'service.name': span.service }) }
  const own = {
    ...span,
    kind: kinds.indexOf(span.kind),
    startTimeUnixNano: String(span.startTime),
    endTimeUnixNano: String(span.endTime),
    attributes: toPairs(span.attributes),
    status: { code: ['unset', 'ok', 'error'].indexOf(span.status.code) },
    events: [],
    links: [],
    startTime: undefined,
    endTime: undefined,
    resource: undefined,
  }
  return { resource, scopeSpans: [{ scope: span.scope, spans: [own] }] }
}

function toPairs(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: { stringValue: String(value) },
  }))
}

function toSummary({ traceId, spans }: Trace) {
  const [first] = spans
  return {
    traceId,
    rootServiceName: 'gateway',
    rootOperationName: 'POST /orders',
    minStartTimeUnixNano: String(first?.startTime),
    maxEndTimeUnixNano: String(first?.endTime),
    spanCount: spans.length,
    errorSpanCount: spans.filter(({ status }) => status.code === 'error').length,
    services: [{ name: 'gateway' }],
  }
}

describe('show', () => {
  test('a file, with log lines out of a file', async () => {
    const logs = ['--logs', fixture('place-order.log.jsonl')]

    const { code, out } = await runHere([goodFile, ...logs])

    expect(code).toBe(0)
    expect(out).toMatch(
      /^gateway: POST \/orders \[server\].*# +41\.7 ms\n {2}# info request served/,
    )
  })

  test('--json has every span and line', async () => {
    const { out } = await runHere([goodFile, '--json'])

    const { traceId, spans, logs } = JSON.parse(out)
    expect({ traceId, spans: spans.length, logs }).toEqual({
      traceId: '6c57ad2ee8ee7136720185ed68ea73e4',
      spans: 11,
      logs: [],
    })
    expect(spans[0].startTime).toMatch(/^\d{19}$/)
  })
})

test('a trace without spans: its log lines tell why', async () => {
  const traceId = 'f'.repeat(32)
  const line = { service: 'gateway', msg: 'request served', trace_id: traceId, trace_flags: '00' }
  const text = JSON.stringify({ ...line, notSampledBy: 'caller' })
  const stream = { stream: { service_name: 'gateway' }, values: [['1790000000000000000', text]] }
  const { url, asked } = await serve({
    '/loki/api/v1/query_range': { body: { data: { resultType: 'streams', result: [stream] } } },
    [`/api/v3/traces/${traceId}`]: { status: 404, body: { error: { message: 'No traces found' } } },
  })

  const known = await runHere([traceId, '--url', url, '--loki', url])
  const unknown = await runHere([traceId, '--url', url, ...nowhere.slice(2)])

  const missing = `trace-doctor: Jaeger at ${url} has no trace ${traceId}`
  expect(known).toEqual({
    code: 2,
    out: '',
    err: `${missing}: the caller said: not sampled; 1 log line has its id\n`,
  })
  expect(unknown).toEqual({ code: 2, out: '', err: `${missing}\n` })
  expect(asked.map(({ searchParams }) => searchParams.get('query'))).toContain(
    `{service_name=~".+"} | trace_id="${traceId}"`,
  )
})

describe('ls', () => {
  const traces = [recorded('place-order').trace, recorded('users-down').trace]

  test.each([true, false])('summaries by the server: %s', async (summaries) => {
    const { url } = await serveTraces(traces, summaries)

    const { code, out } = await runHere(['ls', '--url', url])

    expect(code).toBe(0)
    expect(out.split('\n')).toHaveLength(3)
    expect(out).toMatch(/6c57ad2ee8ee7136720185ed68ea73e4 {2}2026-11-23 18:37:05\.\d{3} .*11 spans/)
  })

  test('--errors and --limit', async () => {
    const { url } = await serveTraces(traces)

    const failed = await runHere(['ls', '--url', url, '--errors', '--json'])
    const one = await runHere(['ls', '--url', url, '--limit', '1'])

    expect(JSON.parse(failed.out)).toMatchObject([{ traceId: traces[1]?.traceId, errors: 4 }])
    expect(one.out.trim().split('\n')).toHaveLength(1)
  })
})

describe('check', () => {
  test('a trace that is what its contract says', async () => {
    expect(await runHere(['check', goodFile, contract])).toEqual({
      code: 0,
      err: '',
      out: `trace 6c57ad2ee8ee7136720185ed68ea73e4 is what ${contract} says\n`,
    })
  })

  test('one that is not ends with 1, in text and in JSON', async () => {
    const text = await runHere(['check', fixture('extra-span.otlp.jsonl'), contract])
    const json = await runHere(['check', fixture('extra-span.otlp.jsonl'), contract, '--json'])

    expect([text.code, json.code]).toEqual([1, 1])
    expect(text.out).toContain('\n+       orders: double_check\n')
    expect(JSON.parse(json.out)).toMatchObject({
      matches: false,
      findings: [
        'orders: double_check is not in the contract, below orders: POST /orders [server]',
      ],
    })
  })
})

describe('diff', () => {
  test('a trace and itself', async () => {
    const { code, out } = await runHere(['diff', goodFile, `${goodFile}#1`])

    expect({ code, out }).toEqual({ code: 0, out: 'Both traces are the same tree.\n' })
  })

  test('structure, and with --timing the durations of both', async () => {
    const other = fixture('pg-off.otlp.jsonl')

    const { code, out } = await runHere(['diff', goodFile, other, '--timing'])

    expect(code).toBe(1)
    expect(out).toContain(
      'users: pg.query:SELECT users [client] is only in the first, below users:',
    )
    expect(out).toMatch(/gateway: auth_check +# 0\.1 ms -> 0\.1 ms/)
    expect(out).toMatch(/^- +users: pg.query:SELECT users \[client\] +# 1\.2 ms$/m)
    expect(out).not.toContain('contract')
  })

  test('--json --timing', async () => {
    const other = fixture('pg-off.otlp.jsonl')

    const { out } = await runHere(['diff', goodFile, other, '--timing', '--json'])

    const { same, durations } = JSON.parse(out)
    expect(same).toBe(false)
    expect(durations[0]).toMatchObject({ service: 'gateway', firstMs: expect.any(Number) })
  })
})

describe('doctor', () => {
  test('an id: the traces around it and the reason', async () => {
    const { trace, others } = recorded('propagators-off')
    const { url } = await serveTraces([trace, ...others])

    const { code, out, err } = await runHere(['doctor', trace.traceId, '--url', url, '--no-logs'])

    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/^error lost-context: orders began trace a02b.*propagators are off.*\n$/)
  })

  test('a service: each finding once', async () => {
    const { trace, others } = recorded('header-stripped')
    const { url } = await serveTraces([trace, ...others])

    const { code, out, err } = await runHere([
      'doctor',
      'orders',
      '--url',
      url,
      ...nowhere.slice(2),
    ])

    expect({ code, lines: out.trim().split('\n').length }).toEqual({ code: 1, lines: 1 })
    expect(err).toBe('trace-doctor: no log lines: no Loki answers at http://127.0.0.1:1\n')
  })

  test('a file with its log lines; --json', async () => {
    const file = fixture('flag-cleared.otlp.jsonl')
    const logs = fixture('flag-cleared.log.jsonl')

    const { code, out } = await runHere(['doctor', file, '--logs', logs, '--json'])

    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject([{ findings: [{ check: 'lost-sampled-flag' }] }])
  })

  test('a contract and baggage', async () => {
    const file = fixture('moved-span.otlp.jsonl')

    const found = await runHere(['doctor', file, '--contract', contract, '--allow-baggage', 'a,b'])

    expect(found).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^error contract: .*COMMIT/),
    })
  })

  test('of many traces the contract is for those that begin as it does', async () => {
    const file = fixture('client-off.otlp.jsonl') // what users did is a trace of its own

    const { code, out } = await runHere(['doctor', file, '--contract', contract])

    expect({ code, lines: out.trimEnd().split('\n') }).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^error contract: orders: GET \[client\] is missing/)],
    })
  })

  test('a contract that no trace begins as is told', async () => {
    const file = fixture('client-off.otlp.jsonl')
    const folder = await mkdtemp(join(tmpdir(), 'trace-doctor-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const other = join(folder, 'other.tree')
    await writeFile(other, 'gateway: GET /orders [server]\n')

    const { code, out } = await runHere(['doctor', file, '--contract', other])

    expect(code).toBe(1)
    expect(out).toContain('gateway: GET /orders [server] is missing')
  })

  test('nothing found, or nothing but notes, ends with 0', async () => {
    const good = await runHere(['doctor', goodFile])
    const refused = await runHere(['doctor', fixture('users-down.otlp.jsonl')])

    expect(good).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^nothing found in trace 6c57/),
    })
    expect(refused).toMatchObject({ code: 0, out: expect.stringMatching(/^note client-without/) })
  })
})

describe('what cannot be answered ends with 2 and one line', () => {
  const several = fixture('propagators-off.otlp.jsonl')

  test.each([
    [['check', goodFile], /expected a trace id or file and a contract file, got 1/],
    [['check', goodFile, 'no.tree'], /cannot read the contract no\.tree: ENOENT/],
    [['check', goodFile, goodFile], /place-order\.otlp\.jsonl: .*expected/],
    [['check', contract, contract], /place-order\.tree: expected JSON/],
    [['diff', goodFile, 'nothing'], /expected a trace id .* or a file, got "nothing"/],
    [['diff', goodFile, several], /holds several traces: say .*#<number or id> \(1 0db4/],
    [['diff', goodFile, `${several}#9`], /has no trace 9/],
    [['check', goodFile, '.'], /cannot read the contract \.: EISDIR/],
    [['.'], /cannot read a trace from \.: EISDIR/],
    [['ls', 'orders'], /expected no argument, got 1/],
    [['ls', '--limit', '0'], /expected --limit as a whole number from 1, got "0"/],
    [['ls', ...nowhere.slice(0, 2)], /no Jaeger answers/],
    [['doctor', 'traces/x.json'], /there is no file traces\/x\.json/],
    [['doctor', goodFile, '--logs', 'none.log'], /cannot read log lines from none\.log: ENOENT/],
    [
      ['doctor', goodFile, '--logs', contract],
      /place-order\.tree: expected lines of JSON with a time, got none/,
    ],
    [['doctor', goodFile, '--wat'], /Unknown option '--wat' \(see --help\)/],
  ])('%j', async (args, message) => {
    const { code, out, err } = await runHere(args)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
  })
})

test.each(['show', 'ls', 'check', 'diff', 'doctor'])('help of %s', async (name) => {
  const { code, out } = await runHere(['help', name])

  expect(code).toBe(0)
  expect(out).toContain('--json')
})
