import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { newTraceId, sampleSpan } from '../testing/otlp-samples.ts'
import { ask, withBackend } from '../testing/with-backend.ts'
import { text } from './answer.ts'
import { BodyError, createReadBody } from './body.ts'
import { BodyBudget } from './body-budget.ts'
import { listen } from './listen.ts'

const megabyte = 1024 * 1024
/** 30 MiB of zeros in 30 kB. */
const bomb = new Uint8Array(gzipSync(Buffer.alloc(30 * megabyte)))
const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }

test('many bombs at once stay within the bound on bodies under way, and the next export is taken', () =>
  withBackend({ limits: { bodiesBytes: 25 * megabyte } }, async ({ urls, send, get }) => {
    const send20 = Array.from({ length: 20 }, () =>
      ask(`${urls.otlp}/v1/traces`, { method: 'POST', headers, body: bomb }),
    )

    const statuses = (await Promise.all(send20)).map(({ status }) => status)

    const { counters, held } = (await get('/api/onetrace/about')).json
    const busy = statuses.filter((status) => status === 503).length
    expect(new Set([...statuses, 400, 503])).toEqual(new Set([400, 503]))
    expect(counters).toMatchObject({ exportsRefused: 20, bodiesRefused: busy })
    expect(held).toMatchObject({ traces: 0, spans: 0 })
    await send(sampleSpan({ traceId: newTraceId() }))
  }))

test('what inflates beyond the bound is refused when it reaches it, and gives all of it back', async () => {
  let refused = 0
  const budget = new BodyBudget(5 * megabyte, () => {
    refused += 1
  })
  const readBody = createReadBody(budget)
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    purpose: 'a test',
    variable: 'NONE',
    answer: (request) =>
      readBody(request, 20 * megabyte).then(
        (body) => text(String(body.length)),
        (error) => text(error instanceof BodyError ? error.reason : String(error)),
      ),
  })
  const post = async (body: Uint8Array<ArrayBuffer>) =>
    (await ask(listener.url, { method: 'POST', headers, body })).text

  const small = new Uint8Array(gzipSync(Buffer.alloc(4 * megabyte)))
  const answers = [await post(bomb), await post(small), await post(bomb), await post(small)]

  expect(answers).toEqual(['busy', '4194304', 'busy', '4194304'])
  expect({ refused, held: budget.held }).toEqual({ refused: 2, held: 0 })
  await listener.close()
})
