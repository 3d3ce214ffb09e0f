import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pinoLine } from '../testing/log-lines.ts'
import { ask, type TestBackend, withBackend } from '../testing/with-backend.ts'
import { withFolder } from '../testing/with-folder.ts'

interface LogBackend extends TestBackend {
  write(name: string, ...lines: string[]): Promise<void>
}

function withLogs(run: (backend: LogBackend) => Promise<void>): Promise<void> {
  return withFolder((logDir) =>
    withBackend({ logDir }, async (backend) => {
      const write = async (name: string, ...lines: string[]) => {
        await appendFile(join(logDir, `${name}.log`), lines.join(''))
        await backend.quiesce()
      }
      await run({ ...backend, write })
    }),
  )
}

function queryRange({ urls }: TestBackend, query: string, more: Record<string, string> = {}) {
  return ask(`${urls.loki}/loki/api/v1/query_range?${new URLSearchParams({ query, ...more })}`)
}

async function messages(backend: TestBackend, query: string, more: Record<string, string> = {}) {
  const { status, text, json } = await queryRange(backend, query, more)
  if (status !== 200) throw new Error(`query_range answered ${status}: ${text}`)
  const streams: { values: [string, string][] }[] = json.data.result
  return streams.flatMap(({ values }) => values.map(([, line]) => JSON.parse(line).msg))
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

test('the lines of a trace come from every service, with their ids beside the labels', () =>
  withLogs(async (backend) => {
    const time = new Date().toISOString()
    const ids = { trace_id: traceId, span_id: '00f067aa0ba902b7' }
    const mine = pinoLine({ msg: 'mine', time, ...ids })
    await backend.write('orders', mine, pinoLine({ msg: 'other', trace_id: 'f'.repeat(32) }))
    await backend.write('users', pinoLine({ msg: 'too', service: 'users', trace_id: traceId }))

    const { json, type } = await queryRange(backend, `{service_name=~".+"} | trace_id="${traceId}"`)

    expect(type).toBe('application/json; charset=UTF-8')
    expect(json).toMatchObject({ status: 'success', data: { resultType: 'streams' } })
    const [users, orders] = json.data.result
    expect(json.data.result).toHaveLength(2)
    expect(users.stream.service_name).toBe('users')
    expect(orders).toEqual({
      stream: { job: 'onetrace', service_name: 'orders', level: 'info', ...ids },
      values: [[`${Date.parse(time)}000000`, mine.trimEnd()]],
    })
  }))

test('matchers and filters select by label, by id and by text', () =>
  withLogs(async (backend) => {
    await backend.write(
      'all',
      pinoLine({ msg: 'a', service: 'orders', level: 'info', trace_id: 'aa' }),
      pinoLine({ msg: 'b', service: 'orders', level: 'error', trace_id: 'ab' }),
      pinoLine({ msg: 'c', service: 'users', level: 'info' }),
    )
    const found = async (query: string) => (await messages(backend, query)).sort().join('')

    expect(await found('{service_name="orders"}')).toBe('ab')
    expect(await found('{service_name="orders", level!="error"}')).toBe('a')
    expect(await found('{job="onetrace", service_name!~"ord.*"}')).toBe('c')
    expect(await found('{service_name=~"ord"}')).toBe('')
    expect(await found('{job="onetrace"} | trace_id=~"a."')).toBe('ab')
    expect(await found('{job="onetrace"} | trace_id!="aa"')).toBe('bc')
    expect(await found('{job="onetrace"} | trace_id=""')).toBe('c')
    expect(await found('{job="onetrace"} | level="error" | trace_id="ab"')).toBe('b')
    expect(await found('{job="onetrace"} |= `"msg":"b"`')).toBe('b')
    expect(await found('{job="onetrace"} != "info"')).toBe('b')
    expect(await found('{job="onetrace"} |~ `msg":"[ab]`  !~ "error"')).toBe('a')
  }))

test('start is in, end is out, and without them the last hour counts', () =>
  withLogs(async (backend) => {
    const at = (ago: number) => new Date(Date.now() - ago)
    const [old, early, late] = [at(7_200_000), at(2000), at(1000)]
    for (const [msg, time] of Object.entries({ old, early, late })) {
      await backend.write('orders', pinoLine({ msg, time: time.toISOString() }))
    }
    const all = '{job="onetrace"}'
    const range = { start: `${early.getTime()}000000`, end: `${late.getTime()}000000` }

    expect(await messages(backend, all)).toEqual(['late', 'early'])
    expect(await messages(backend, all, range)).toEqual(['early'])
    expect(await messages(backend, all, { start: old.toISOString() })).toHaveLength(3)
    expect(await messages(backend, all, { since: '3h' })).toHaveLength(3)
  }))

test('a line of this very moment is found without naming an end', () =>
  withLogs(async (backend) => {
    const time = new Date(Date.now() + 500).toISOString() // as if asked within its millisecond
    await backend.write('orders', pinoLine({ msg: 'now', time }))

    expect(await messages(backend, '{job="onetrace"}')).toEqual(['now'])
  }))

test('lines of one time keep their order in both directions, and the limit keeps the nearest end', () =>
  withLogs(async (backend) => {
    const time = new Date().toISOString()
    const names = Array.from({ length: 150 }, (_, i) => `${i}`)
    await backend.write('orders', ...names.map((msg) => pinoLine({ msg, time })))
    const all = '{job="onetrace"}'

    const forward = await messages(backend, all, { direction: 'forward', limit: '5000' })
    const backward = await messages(backend, all)

    expect(forward).toEqual(names)
    expect(backward).toEqual(names.toReversed().slice(0, 100))
  }))

test('labels and their values are listed, unknown ones without data', () =>
  withLogs(async (backend) => {
    await backend.write(
      'x',
      pinoLine({ msg: 'm' }),
      pinoLine({ msg: 'm', service: 'users' }),
      'raw\n',
    )
    const read = async (path: string) =>
      (await ask(`${backend.urls.loki}/loki/api/v1/${path}`)).json

    expect((await read('labels')).data).toEqual(['job', 'level', 'service_name'])
    expect((await read('label/service_name/values')).data).toEqual(['orders', 'users', 'x'])
    expect(await read('label/nope/values')).toEqual({ status: 'success' })
    expect(await read('label/constructor/values')).toEqual({ status: 'success' })
  }))

test.each([
  [{ query: 'rate_counter({a="b"} | unwrap x [1m])' }, /not supported/],
  [{ query: 'rate({a="b"}[5m])', start: '0', end: '11001', step: '1s' }, /11,000 points/],
  [{ query: 'rate({a="b"}[5m])', step: '0' }, /zero or negative/],
  [{ query: 'rate({a="b"}[5m])', step: 'x' }, /valid duration/],
  [{ query: '{a="b"' }, /parse error/],
  [{ query: '{a="b"}', limit: '5001' }, /max entries limit/],
  [{ query: '{a="b"}', limit: '0' }, /positive/],
  [{ query: '{a="b"}', start: 'noon' }, /could not parse 'start'/],
  [{ query: '{a="b"}', start: '200', end: '100' }, /end timestamp/],
  [{ query: '{a="b"}', direction: 'sideways' }, /direction/],
])('%j is answered 400 in plain text', (params, reason) =>
  withBackend({}, async (backend) => {
    const { query, ...more } = params

    const answer = await queryRange(backend, query, more as Record<string, string>)

    expect(answer).toMatchObject({ status: 400, type: 'text/plain; charset=utf-8' })
    expect(answer.text).toMatch(reason)
  }),
)

test('the same queries are served on the query port, and /ready on the Loki port', () =>
  withBackend({}, async ({ get, urls }) => {
    const query = encodeURIComponent('{job="onetrace"}')

    expect((await get(`/loki/api/v1/query_range?query=${query}`)).json.data.result).toEqual([])
    expect(await ask(`${urls.loki}/ready`)).toMatchObject({ status: 200, text: 'ready\n' })
    expect((await ask(`${urls.query}/loki/api/v1/push`, { method: 'POST' })).status).toBe(404)
    expect((await ask(`${urls.loki}/loki/api/v1/labels`, { method: 'PUT' })).status).toBe(405)
  }))

test('after quiesce every line written before it is found', () =>
  withFolder((logDir) =>
    withBackend({ logDir }, async (backend) => {
      for (let i = 0; i < 20; i++) {
        await writeFile(join(logDir, `s${i}.log`), pinoLine({ msg: `${i}`, service: `s${i}` }))
        await backend.quiesce()
        expect(await messages(backend, `{service_name="s${i}"}`)).toEqual([`${i}`])
      }
    }),
  ))

test('a metric query over a range is a matrix, at one moment a vector; logs at one moment are 400', () =>
  withLogs(async (backend) => {
    await backend.write('orders', pinoLine({ msg: 'a' }), pinoLine({ msg: 'b' }))
    const { urls } = backend
    const query = 'sum by (service_name) (count_over_time({job="onetrace"} | json [5m]))'
    const at = (Math.ceil(Date.now() / 2000) + 1) * 2 // on the step: Loki puts points there

    const matrix = await queryRange(backend, query, { start: `${at - 2}`, end: `${at}`, step: '2' })
    const vector = await ask(
      `${urls.loki}/loki/api/v1/query?${new URLSearchParams({ query, time: `${at}` })}`,
    )
    const form = new URLSearchParams({ query: '{job="onetrace"}' })
    const logs = await ask(`${urls.loki}/loki/api/v1/query`, { method: 'POST', body: form })

    expect(matrix.json.data.resultType).toBe('matrix')
    expect(matrix.json.data.result[0].values.at(-1)).toEqual([at, '2'])
    expect(vector.json.data).toMatchObject({
      resultType: 'vector',
      result: [{ metric: { service_name: 'orders' }, value: [at, '2'] }],
    })
    expect(logs).toMatchObject({ status: 400, text: expect.stringMatching(/instant query type/) })
  }))

test('categorize-labels gives metadata and parsed labels apart from those of the stream', () =>
  withLogs(async (backend) => {
    await backend.write('orders', pinoLine({ msg: 'a', trace_id: 'aa' }))
    const query = encodeURIComponent('{job="onetrace"} | json msg')
    const headers = { 'x-loki-response-encoding-flags': 'categorize-labels' }

    const { json } = await ask(`${backend.urls.loki}/loki/api/v1/query_range?query=${query}`, {
      headers,
    })

    expect(json.data.encodingFlags).toEqual(['categorize-labels'])
    expect(json.data.result).toEqual([
      {
        stream: { job: 'onetrace', service_name: 'orders', level: 'info' },
        values: [
          [
            expect.any(String),
            expect.any(String),
            { structuredMetadata: { trace_id: 'aa' }, parsed: { msg: 'a' } },
          ],
        ],
      },
    ])
  }))

test('series and labels are narrowed by selectors; without a hit the list is empty', () =>
  withLogs(async (backend) => {
    await backend.write('x', pinoLine({ msg: 'm' }), pinoLine({ msg: 'm', service: 'users' }))
    const read = (path: string) => ask(`${backend.urls.loki}/loki/api/v1/${path}`)
    const of = (selector: string) => encodeURIComponent(selector)

    const users = { job: 'onetrace', service_name: 'users', level: 'info' }
    expect((await read(`series?match[]=${of('{service_name="users"}')}`)).json.data).toEqual([
      users,
    ])
    expect((await read(`series?match[]=${of('{service_name="no"}')}`)).json.data).toEqual([])
    expect((await read(`series?match[]=${of('{}')}`)).json.data).toHaveLength(2)
    expect((await read('series')).status).toBe(400)
    const values = await read(`label/service_name/values?query=${of('{service_name=~"u.*"}')}`)
    expect(values.json.data).toEqual(['users'])
  }))

test('a query over a time of which lines had to leave says so, a later one does not', () =>
  withFolder((logDir) =>
    withBackend({ logDir, limits: { logBytes: 1200 } }, async (backend) => {
      const times = [10, 5, 1].map((seconds) => new Date(Date.now() - seconds * 1000))
      const lines = times.map((time) => pinoLine({ msg: 'a', time: time.toISOString() }))
      await appendFile(join(logDir, 'orders.log'), lines.join(''))
      await backend.quiesce()

      const startingAt = async (time = new Date()) => {
        const start = String(time.getTime() / 1000)
        return (await queryRange(backend, '{service_name="orders"}', { start })).json
      }

      expect((await startingAt(times[0])).warnings).toEqual([
        `lines up to ${times[0]?.toISOString()} had to make room for younger ones, ` +
          'so some of this range may be missing: BACKEND_MAX_LOG_BYTES says how much is kept',
      ])
      expect(await startingAt(times[1])).not.toHaveProperty('warnings')
    }),
  ))
