import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ask, type TestBackend, withBackend } from '../testing/with-backend.ts'

function push({ urls }: TestBackend, body: Buffer, encoding: string) {
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding }
  return ask(`${urls.loki}/loki/api/v1/push`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  })
}

function lines(...texts: string[]): string {
  const values = texts.map((text) => [`${Date.now()}000000`, text])
  return JSON.stringify({ streams: [{ stream: { app: 'shop' }, values }] })
}

test('a push may be compressed, and its lines are found and counted', () =>
  withBackend({}, async (backend) => {
    const { status } = await push(backend, gzipSync(lines('hello', 'x'.repeat(300_000))), 'gzip')

    expect(status).toBe(400)
    const query = encodeURIComponent('{app="shop"}')
    const { json } = await backend.get(`/loki/api/v1/query_range?query=${query}`)
    expect(json.data.result).toMatchObject([{ values: [[expect.any(String), 'hello']] }])
    const { counters } = (await backend.get('/api/onetrace/about')).json
    expect(counters).toMatchObject({ logLinesPushed: 1, logLinesRefused: 1 })
  }))

test('a body that is broken or inflates beyond the limit is refused, and the next one is taken', () =>
  withBackend({}, async (backend) => {
    const broken = await push(backend, Buffer.from('no gzip'), 'gzip')
    const bomb = await push(backend, gzipSync(Buffer.alloc(40 * 1024 * 1024)), 'gzip')
    const unknown = await push(backend, Buffer.from(lines('a')), 'br')
    const good = await push(backend, gzipSync(lines('a')), 'gzip')

    expect([broken, bomb, unknown, good].map(({ status }) => status)).toEqual([400, 413, 400, 204])
    expect(bomb.text).toBe('request body too large: more than 33554432 bytes\n')
  }))
