import { execFile, spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type Answers, fixture, runHere, serve } from './testing.ts'

const main = new URL('main.ts', import.meta.url).pathname
const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 }
    execFile(process.execPath, [main, ...args], options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

const day = 86_400_000
const started = String(BigInt(Date.now() - 5_000) * 1_000_000n)
const v3Span = {
  traceId,
  spanId,
  name: 'POST /orders',
  kind: 2,
  startTimeUnixNano: started,
  endTimeUnixNano: String(BigInt(started) + 12_300_000n),
  attributes: [{ key: 'http.response.status_code', value: { intValue: '201' } }],
}
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] }
const v3 = { result: { resourceSpans: [{ resource, scopeSpans: [{ spans: [v3Span] }] }] } }
const v3Path = `/api/v3/traces/${traceId}`
const v1Path = `/api/traces/${traceId}`
const notFound = { status: 404, body: { error: { httpCode: 404, message: 'No traces found' } } }

const line = (msg: string, more: object = {}) =>
  JSON.stringify({ time: 'x', level: 'info', service: 'orders', trace_id: traceId, msg, ...more })
const loki = {
  status: 'success',
  data: {
    resultType: 'streams',
    result: [
      { stream: { span_id: spanId }, values: [['1700000000000000002', line('second')]] },
      {
        stream: {},
        values: [
          ['1700000000000000001', line('order placed', { span_id: spanId, orderId: 17 })],
          ['1700000000000000003', 'plain words'],
        ],
      },
    ],
  },
}

describe('what it prints', () => {
  test('the trace with durations and its log lines', async () => {
    const jaeger = await serve({ [v3Path]: { body: v3 } })
    const logs = await serve({ '/loki/api/v1/query_range': { body: loki } })

    const before = Date.now()
    const result = await run([traceId, '--url', jaeger.url, '--loki', logs.url])

    expect(result).toEqual({
      code: 0,
      err: '',
      out: `\
orders: POST /orders [server] {http.response.status_code=201}  # 12.3 ms
  # info order placed orderId=17
  # info second
# info plain words
`,
    })
    const asked = logs.asked[0]?.searchParams
    expect(asked?.get('query')).toBe(`{service_name=~".+"} | trace_id="${traceId}"`)
    const from = Number(asked?.get('start')) / 1e6
    expect(from).toBeGreaterThanOrEqual(before - day)
    expect(from).toBeLessThanOrEqual(Date.now() - day)
  })

  test('with --plain just the contract; urls from the environment; a header for an id', async () => {
    const jaeger = await serve({ [v3Path]: { body: v3 } })

    const result = await run([`traceparent: 00-${traceId.toUpperCase()}-${spanId}-01`, '--plain'], {
      ONETRACE_JAEGER_URL: `${jaeger.url}/`,
      ONETRACE_LOKI_URL: 'http://127.0.0.1:1',
    })

    expect(result).toEqual({
      code: 0,
      err: '',
      out: 'orders: POST /orders [server] {http.response.status_code=201}\n',
    })
  })

  test('a Jaeger without v3 is asked for its own JSON', async () => {
    const span = {
      traceID: traceId,
      spanID: spanId,
      operationName: 'GET',
      startTime: 1700000000000000,
      duration: 2000,
      processID: 'p1',
    }
    const trace = { traceID: traceId, spans: [span], processes: { p1: { serviceName: 'users' } } }
    const jaeger = await serve({ [v1Path]: { body: { data: [trace], errors: null } } })

    const result = await run([traceId, '--url', jaeger.url, '--no-logs'])

    expect(result).toEqual({ code: 0, err: '', out: 'users: GET  # 2.0 ms\n' })
  })

  test('without Loki the trace all the same, and a word about it', async () => {
    const jaeger = await serve({ [v3Path]: { body: v3 } })

    const result = await run([traceId, '--url', jaeger.url, '--loki', 'http://127.0.0.1:1'])

    expect(result.code).toBe(0)
    expect(result.out).toContain('# 12.3 ms')
    expect(result.err).toBe('trace-doctor: no log lines: no Loki answers at http://127.0.0.1:1\n')
  })

  test('--help', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('trace-doctor doctor <id | file | service>'),
    })
  })
})

describe('one clear line where nothing can be printed', () => {
  test.each([
    [[], /^trace-doctor: expected one trace id or file, got 0 \(see --help\)\n$/],
    [['xyz'], /^trace-doctor: expected a trace id of 32 hex digits, .* or a file, got "xyz"\n$/],
    [['0'.repeat(32)], /^trace-doctor: expected a trace id .*\n$/],
    [[traceId, '--wat'], /^trace-doctor: Unknown option '--wat' \(see --help\)\n$/],
    [
      [traceId, '--url', 'localhost:1'],
      /^trace-doctor: expected --url like http.*"localhost:1"\n$/,
    ],
    [
      [traceId, '--url', 'http://127.0.0.1:1'],
      /^trace-doctor: no Jaeger answers at http:\/\/127.0.0.1:1: .+\n$/,
    ],
  ])('%j', async (args, message) => {
    const result = await runHere(args)

    expect(result).toMatchObject({ code: 2, out: '' })
    expect(result.err).toMatch(message)
  })

  test.each([
    ['v3 does not know it', { [v3Path]: notFound }, `has no trace ${traceId}`],
    [
      'v1 does not know it',
      { [v1Path]: { status: 404, body: { data: null, errors: [{ msg: 'trace not found' }] } } },
      `has no trace ${traceId}`,
    ],
    ['it is another server', {}, `is no Jaeger: expected JSON from /api/traces/${traceId}`],
    ['it answers other JSON', { [v1Path]: { body: {} } }, 'data: expected a list of traces'],
  ])('%s', async (_, answers: Answers, message) => {
    const jaeger = await serve(answers)

    const result = await runHere([traceId, '--url', jaeger.url])

    expect(result).toMatchObject({ code: 2, out: '' })
    expect(result.err).toContain(message)
    expect(result.err.trimEnd().split('\n')).toHaveLength(1)
  })
})

test('color is for terminals, unless it is forced', async () => {
  const file = fixture('id-cut.otlp.jsonl')
  const plain = { NO_COLOR: '', FORCE_COLOR: undefined }

  const piped = await run(['doctor', file], plain)
  const forced = await run(['doctor', file], { ...plain, FORCE_COLOR: '1' })

  expect(piped.out).toMatch(/^error rewritten.* \[trace 229f/)
  expect(forced.out).toContain('\u001b[31merror\u001b[39m rewritten')
})

test('a reader that stops early is no failure', async () => {
  const spans = Array.from({ length: 20_000 }, (_, i) => ({
    ...v3Span,
    spanId: (i + 1).toString(16).padStart(16, '0'),
  }))
  const body = { result: { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] } }
  const jaeger = await serve({ [v3Path]: { body } })
  const child = spawn(process.execPath, [main, traceId, '--url', jaeger.url, '--plain'])
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })

  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((done) => child.once('close', done))

  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test.each([
  ['the answer', 1, ['check', fixture('users-down.otlp.jsonl'), fixture('place-order.tree')]],
  ['a complaint', 2, ['nonsense']],
])('nobody reads %s: the exit code is the same', async (_, expected, args) => {
  // A shell gives the command pipes whose other ends are closed before it starts.
  const script = 'exec 3> >(:); wait $!; "$@" >&3 2>&3'
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, main, ...args])

  const code = await new Promise((done) => child.once('close', done))

  expect(code).toBe(expected)
})
