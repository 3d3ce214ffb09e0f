import { expect, test } from 'vitest'
import { type LokiClient, lokiClient } from '../testing/loki-client.ts'

const time = `${Date.now()}000000`
const order = JSON.stringify({ msg: 'placed', ms: 12, user: { id: 'u1' }, ok: true, took: '3s' })

async function withLines(run: (loki: LokiClient) => Promise<void>): Promise<void> {
  const loki = lokiClient()
  const streams = [
    { stream: { app: 'shop', shard: '1' }, values: [[time, order, { trace_id: 't1' }]] },
    { stream: { app: 'stock', shard: '2' }, values: [[time, 'level=info size=2KB']] },
  ]
  const headers = { 'content-type': 'application/json' }
  const { status } = await loki({ path: 'push', headers, body: JSON.stringify({ streams }) })
  expect(status).toBe(204)
  await run(loki)
}

async function read(loki: LokiClient, path: string, query: Record<string, string>) {
  const reply = await loki({ path, query })
  if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${reply.body}`)
  return reply.json
}

const shopBytes =
  Buffer.byteLength(order) + 'trace_id'.length + 't1'.length + 'detected_level'.length

test('index/stats counts streams, lines and bytes', () =>
  withLines(async (loki) => {
    expect(await read(loki, 'index/stats', { query: '{app="shop"}' })).toEqual({
      streams: 1,
      chunks: 1,
      entries: 1,
      bytes: shopBytes + 'unknown'.length,
    })
    expect(await read(loki, 'index/stats', { query: '{app="no"}' })).toEqual({
      streams: 0,
      chunks: 0,
      entries: 0,
      bytes: 0,
    })
  }))

test('index/volume gives bytes by the labels of the query, by those asked for, or by name', () =>
  withLines(async (loki) => {
    const metrics = async (params: Record<string, string>) => {
      const { data } = await read(loki, 'index/volume', params)
      return data.result.map(({ metric }: { metric: object }) => metric)
    }

    expect(await metrics({ query: '{app=~".+"}' })).toEqual([{ app: 'shop' }, { app: 'stock' }])
    expect(await metrics({ query: '{app=~".+"}', limit: '1' })).toEqual([{ app: 'shop' }])
    expect(await metrics({ query: '{app="shop"}', targetLabels: 'shard' })).toEqual([
      { shard: '1' },
    ])
    expect(await metrics({ query: '{app="shop"}', targetLabels: 'nope' })).toEqual([])
    const byName = await metrics({ query: '{app="shop"}', aggregateBy: 'labels' })
    expect(byName).toContainEqual({ shard: '' })
    const range = await read(loki, 'index/volume_range', { query: '{app="shop"}', step: '1h' })
    expect(range.data).toMatchObject({
      resultType: 'vector',
      result: [{ metric: { app: 'shop' }, value: [expect.any(Number), expect.any(String)] }],
    })
  }))

test('detected_labels leaves labels out that hold ids alone', () =>
  withLines(async (loki) => {
    expect(await read(loki, 'detected_labels', {})).toEqual({
      detectedLabels: [
        { label: 'app', cardinality: 2 },
        { label: 'service_name', cardinality: 2 },
      ],
    })
    expect(await read(loki, 'detected_labels', { query: '{app="no"}' })).toEqual({})
  }))

test('detected_fields finds structured metadata, JSON and logfmt with their types', () =>
  withLines(async (loki) => {
    const { fields, limit } = await read(loki, 'detected_fields', { query: '{app=~".+"}' })
    const types = fields.map(({ label, type, parsers, jsonPath }: Record<string, unknown>) => [
      label,
      type,
      parsers,
      jsonPath,
    ])

    expect(limit).toBe(1000)
    expect(types.sort()).toEqual([
      ['detected_level', 'string', null, undefined],
      ['level', 'string', ['logfmt'], undefined],
      ['ms', 'int', ['json'], ['ms']],
      ['msg', 'string', ['json'], ['msg']],
      ['ok', 'boolean', ['json'], ['ok']],
      ['size', 'bytes', ['logfmt'], undefined],
      ['took', 'duration', ['json'], ['took']],
      ['trace_id', 'string', null, undefined],
      ['user_id', 'string', ['json'], ['user', 'id']],
    ])
    expect(await read(loki, 'detected_field/user_id/values', { query: '{app="shop"}' })).toEqual({
      values: ['u1'],
      limit: 1000,
    })
    expect(await read(loki, 'detected_field/size/values', { query: '{app="stock"}' })).toEqual({
      values: ['2.0kB'],
      limit: 1000,
    })
    expect(await read(loki, 'detected_field/nope/values', { query: '{app="shop"}' })).toEqual({})
  }))

test.each([
  ['patterns', 'patterns of lines'],
  ['format_query', 'formatting of queries'],
  ['index/shards', 'shards of the index'],
  ['rules', 'rules'],
  ['delete', 'deletion of lines'],
])('%s is 501 and says what is missing', async (path, what) => {
  expect(await lokiClient()({ path })).toMatchObject({
    status: 501,
    body: `${what}: not supported by this backend, only by Loki\n`,
  })
})

test('the version is that of the Loki whose answers are given', async () => {
  const { json } = await lokiClient()({ path: 'status/buildinfo' })

  expect(json).toMatchObject({ version: '3.6.7' })
})
